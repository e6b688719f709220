// Sentences of a page, which stand in its data-… attributes, with what only the script knows.
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
