module.exports = globalThis.nativeRequire('node:module');
