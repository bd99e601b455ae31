module.exports = globalThis.nativeRequire('n8n-core');
