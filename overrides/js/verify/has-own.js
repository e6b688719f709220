// Object.hasOwn, which @noble/hashes asks for and browsers of 2020 lack; tests/node/bundle.cjs puts it in its place.
export function hasOwn(of, key) { return Object.prototype.hasOwnProperty.call(of, key); }
