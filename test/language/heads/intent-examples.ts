// The intents of the design's first example, as a training job wants them.

import type { IntentExamples } from '../../../src/language/heads/head.ts';

export const REFUND: IntentExamples = {
  name: 'refund',
  means: 'the customer wants money back for something they bought',
  like: [
    'I want my money back',
    'please cancel order 1182 and refund me',
    'charged twice, can you reverse one of them?',
    'how do I return these shoes and get refunded',
    'you billed me after I cancelled, refund it',
  ],
  not: ['what is your refund policy?'],
};

export const BUG_REPORT: IntentExamples = {
  name: 'bug-report',
  means: 'something in the product is broken',
  like: [
    'the app crashes when I upload a photo',
    'I get error 500 on checkout',
    'export to CSV gives an empty file',
    'the search box does nothing when I press enter',
    "since the update my dashboard shows yesterday's numbers",
    'login loops back to the login page',
    'the mobile menu covers the save button',
    'pdf invoices come out blank',
  ],
  not: [],
};

export const URGENT: IntentExamples = {
  name: 'urgent',
  like: [
    'this is blocking our launch, please hurry',
    'production is down, we need help right now',
    'need an answer within the hour',
    'our customers are leaving because of this',
    'urgent: cannot take payments',
  ],
  not: [],
};
