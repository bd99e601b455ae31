import { randomUUID } from 'node:crypto';

/** What n8n's editor says to n8n, for what is not seen in the browser. */
export class N8nApi {
	private cookie = '';

	/** @param url n8n's address */
	constructor(private readonly url: string) {}

	/** The cookie of the signed-in owner, for the browser; name and value. */
	get session(): { name: string; value: string } {
		const [name = '', ...value] = this.cookie.split('=');
		return { name, value: value.join('=') };
	}

	/** Makes the owner's account of a new n8n, and signs in. */
	async setUpOwner(): Promise<void> {
		await this.post('/rest/owner/setup', { ...OWNER });
		await this.signIn();
	}

	async signIn(): Promise<void> {
		const { email: emailOrLdapLoginId, password } = OWNER;
		await this.post('/rest/login', { emailOrLdapLoginId, password });
	}

	async get<T>(path: string): Promise<T> {
		return await this.send<T>('GET', path);
	}

	async post<T>(path: string, body: object = {}): Promise<T> {
		return await this.send<T>('POST', path, body);
	}

	async patch<T>(path: string, body: object): Promise<T> {
		return await this.send<T>('PATCH', path, body);
	}

	async delete(path: string): Promise<void> {
		await this.send('DELETE', path);
	}

	/** @throws Error with n8n's answer for any status but 2xx */
	private async send<T>(method: string, path: string, body?: object): Promise<T> {
		const response = await fetch(this.url + path, {
			method,
			headers: {
				'Content-Type': 'application/json',
				// The browser's ID is part of n8n's session; without one none is checked.
				Cookie: this.cookie,
			},
			body: body && JSON.stringify(body),
		});
		const [cookie] = response.headers.getSetCookie();
		if (cookie) this.cookie = cookie.split(';')[0] ?? '';
		const text = await response.text();
		if (!response.ok)
			throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
		const answer: { data: T } = JSON.parse(text || '{}');
		return answer.data;
	}
}

/** Nobody's account: it lives as long as the test. */
export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Olga',
	lastName: 'Owner',
	// n8n wants a capital letter and a digit.
	password: `Aa1-${randomUUID()}`,
};
