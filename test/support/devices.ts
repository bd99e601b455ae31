/** From where somebody is signed in on a phone, as Clerk tells it. */
export const IPHONE = {
	isMobile: true,
	deviceType: 'iPhone',
	browserName: 'Safari',
	browserVersion: '18.5',
	ipAddress: '203.0.113.7',
	city: 'London',
	country: 'GB',
};

/** The same as the node puts it out. */
export const IPHONE_SHOWN = {
	deviceType: IPHONE.deviceType,
	isMobile: IPHONE.isMobile,
	browser: IPHONE.browserName,
	city: IPHONE.city,
	country: IPHONE.country,
	ipAddress: IPHONE.ipAddress,
};
