// A module that the search page and the search field of every other page load when they need it.
import { inflate } from "../search/inflate.js";
import { choosePairs, distanceOf, foldText, foldWords, hashOf, RUN } from "../search/text.js";

export { facetsOf, openIndex, search } from "../search/search.js";

// For tests, which hold this and the index's own Python together.
export const internals = { foldWords, foldText, choosePairs, hashOf, inflate, distanceOf, RUN };
