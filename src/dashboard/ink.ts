/** All the dashboard needs of Ink and React. Nobody else may import them, so that the rest starts without. */
export { createElement, useEffect, useReducer } from "react";
export { render, Text } from "ink";
