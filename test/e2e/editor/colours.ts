import type { Locator } from 'playwright-core';

// In a page, but not in Node.js, whose types these checks have.
interface PageElement {
	parentElement: PageElement | null;
}
interface Paint {
	fillStyle: string;
	fillRect(x: number, y: number, width: number, height: number): void;
	getImageData(x: number, y: number, width: number, height: number): { data: Iterable<number> };
}
declare function getComputedStyle(element: PageElement): { color: string; backgroundColor: string };
declare const document: {
	createElement(name: 'canvas'): { getContext(kind: '2d'): Paint | null };
};

/** What somebody needs to know of a text's colours. Both numbers are WCAG 2's. */
export interface Legibility {
	/** How bright it is behind the text: 0 for black, 1 for white. */
	background: number;
	/** How far the text stands out: 1 for no difference, 21 for black on white. */
	contrast: number;
}

/** @returns how a text looks, whatever is painted behind it being included */
export async function legibilityOf(text: Locator): Promise<Legibility> {
	const { ink, paper } = await text.evaluate((element) => {
		const backgrounds: string[] = [];
		for (let around: PageElement | null = element; around; around = around.parentElement) {
			backgrounds.unshift(getComputedStyle(around).backgroundColor);
		}
		// A canvas understands every way to write a colour, and lays one over the other as a page does.
		const canvas = document.createElement('canvas').getContext('2d');
		if (!canvas) throw new Error('The browser has no canvas');
		for (const colour of ['white', ...backgrounds]) {
			canvas.fillStyle = colour;
			canvas.fillRect(0, 0, 1, 1);
		}
		const paper = [...canvas.getImageData(0, 0, 1, 1).data];
		canvas.fillStyle = getComputedStyle(element).color;
		canvas.fillRect(0, 0, 1, 1);
		return { paper, ink: [...canvas.getImageData(0, 0, 1, 1).data] };
	});
	const [dark = 0, bright = 0] = [luminanceOf(ink), luminanceOf(paper)].sort((a, b) => a - b);
	return { background: luminanceOf(paper), contrast: (bright + 0.05) / (dark + 0.05) };
}

/** The relative luminance of a colour in sRGB, by WCAG 2's formula. */
function luminanceOf(colour: number[]): number {
	const [red = 0, green = 0, blue = 0] = colour.map((value) => {
		const share = value / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
