/** In the place of what packages would load and nothing here calls (build.mjs). */
export default {};
