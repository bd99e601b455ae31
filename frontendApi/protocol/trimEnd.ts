/**
 * A text without any of a character at its end, in time proportional to its length: `/=+$/` tries
 * anew at every one of them, and takes hours for what anybody can send.
 */
export function trimEnd(text: string, character: string): string {
	let end = text.length;
	while (text.charAt(end - 1) === character) end--;
	return text.slice(0, end);
}
