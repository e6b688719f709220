// On every page, when it has been read.
import "../choices.js";
import "../easy-reading.js";
import "../from-disk.js";
import "../highlight.js";
import "../language-offer.js";
import "../language-switcher.js";
import "../print.js";
import "../read-aloud/read-aloud.js";
import "../search-field.js";
import "../shortcut.js";
