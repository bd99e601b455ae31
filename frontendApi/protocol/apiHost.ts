/** A host that requests go to, as messages speak of it. */
export interface ApiHost {
	/** With its port, if it has one. */
	name: string;
	/** The field of the credential that it comes from, as n8n labels it. */
	field: 'Publishable Key' | 'Proxy URL' | 'Backend API URL';
	/** Who asks it. A step of the node has fields of its own, which may be what is to change. */
	askedBy: 'credential' | 'step';
}

/** What to look at where something else than Clerk's API may be at a host: a sentence without its end. */
export function addressAdvice({ field }: ApiHost): string {
	return `Check '${field}' in the credential`;
}
