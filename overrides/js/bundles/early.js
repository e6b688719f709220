// On every page, before it is drawn.
import "../missing-scripts.js";
import "../preferences.js";
