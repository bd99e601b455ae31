// Programs of Node's, as the sandbox.
export { default } from '../sandbox/eslint.config.mjs';
