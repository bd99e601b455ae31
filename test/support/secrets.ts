/** What looks like a client token, a session token or a secret key. */
export const SECRET = /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}|sk_(test|live)_\w{10,}/g;
