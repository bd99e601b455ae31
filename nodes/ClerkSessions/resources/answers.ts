import type { AnswerDeclaration } from '../operation';

/** The session in the path. */
export const sessionAnswer: AnswerDeclaration = {
	object: 'session',
	in: 'response',
	about: 'sessionId',
};

/** A reverification of the session in the path. */
export const reverificationAnswer: AnswerDeclaration = {
	object: 'session_reverification',
	in: 'response',
	about: 'sessionId',
};

/** A token of the session in the path. */
export const tokenAnswer: AnswerDeclaration = { object: 'token', in: 'body', about: 'sessionId' };

export const clientAnswer: AnswerDeclaration = {
	object: 'client',
	in: 'response',
	nullMeansUnknownClient: true,
};
