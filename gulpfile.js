const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { dest, parallel, series, src } = require('gulp');

/** Empties `dist`, so that a file deleted in the sources is not shipped from an earlier build. */
function clean() {
	return rm('dist', { recursive: true, force: true });
}

/** Compiles what ships; a type error fails the build. */
function compile() {
	const child = execFile(process.execPath, [
		require.resolve('typescript/bin/tsc'),
		'--project',
		'tsconfig.build.json',
	]);
	child.stdout.pipe(process.stderr);
	return child;
}

/** Copies what n8n reads beside the compiled code: icons, codex files, output schemas. */
function assets() {
	return src(['nodes/**/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
		base: '.',
		encoding: false,
		allowEmpty: true,
	}).pipe(dest('dist'));
}

exports.clean = clean;
exports.assets = assets;
exports.build = series(clean, parallel(compile, assets));
exports.default = exports.build;
