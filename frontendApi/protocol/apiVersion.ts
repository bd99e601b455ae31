/** The version of the Frontend API that every request asks for, and the query parameter that says so (clerk-js `fapiClient`). */
export const API_VERSION_PARAMETER = '__clerk_api_version';
export const API_VERSION = '2026-05-12';
/** Native apps name the version in this header instead (clerk-ios). In lower case. */
export const VERSION_HEADER = 'clerk-api-version';
