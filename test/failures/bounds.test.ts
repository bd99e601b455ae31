import type { IDataObject } from 'n8n-workflow';
import type { PersonDetails } from '../../sandbox';
import { PEOPLE, person, runStep, signInCount } from '../signIn/account';
import { setup } from '../support/setup';
import { byId } from '../support/workflows';

const bench = setup();
jest.setTimeout(120_000);

const MANY = 600;

describe.each(['password', 'signInTicket'] as const)(
	'many people by expression, who sign in by %s',
	(way) => {
		/** Clerk takes an identifier with any letters large: each of them is another credential. */
		const accounts = (count: number): IDataObject[] => {
			const people = [person(bench, 'grace'), person(bench, 'edith')];
			return Array.from({ length: count }, (_, number) => {
				const { id, identifier, password } = people[number % 2] as PersonDetails;
				// The credential differs by its Backend API URL, which leads to the same place.
				const backendApiUrl = `${bench.sandbox.details.backendApiUrl}${'/'.repeat(number % 2)}`;
				return { id, identifier, password, number, backendApiUrl };
			});
		};
		void accounts;
		test.todo(way);
	},
);
void byId;
void PEOPLE;
void MANY;
void runStep;
void signInCount;
