module.exports = globalThis.nativeRequire('fast-check');
