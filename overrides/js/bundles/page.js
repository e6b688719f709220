// On the search page.
import "../search-page.js";
