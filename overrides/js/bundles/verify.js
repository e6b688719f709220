// On the pages that verify copies.
import "../verify/verify-file.js";
