/** In the place of React's developer tools, which Ink would load when asked to. */
export default {};
