/**
 * Chat without a task: greetings, thanks, goodbyes, jokes, feelings, compliments, insults, questions about the assistant
 * itself.
 */
import type { LibraryIntent } from './library-intent.ts';

export const SMALL_TALK: LibraryIntent = {
  name: 'small-talk',
  version: 1,
  means: 'the user greets, thanks, says goodbye or just chats, without a task',
  like: [
    'hi',
    'Hello, how are you today?',
    'thx',
    'good morning :) did you sleep well?',
    'lol hahaha',
    'sup',
    'Are you a robot or a real person?',
    'who are you and who made you',
    "What's your favourite colour?",
    'haha that was a good one',
    'Thanks so much, you really saved my afternoon!',
    'ok bye bye, see you tomorrow, take care',
    'How was your weekend?',
    "I'm bored. Talk to me.",
    'Do you ever get tired of answering questions all day?',
    "you're stupid",
    'Can you hear me? Is anybody there?',
    "It's Friday, finally! Any plans?",
    "nice weather out there today, isn't it",
    "Do you like music? I'm listening to some old jazz right now and it puts me in a good mood.",
    'I feel a bit down today, nothing special, just one of those Mondays where the coffee is cold and everyone is grumpy. How are you doing?',
    "What's up buddy, did you miss me?",
    'Do you have feelings?',
    'tell me a joke, I need a laugh',
    "wow you're so smart 😂 I love you",
    'yo',
    'Merry Christmas and a happy new year to you and your servers!',
    'just testing, say something',
    "Hey! I just got back from lunch and I'm so full that I could sleep under my desk. What did you have? Oh wait, you don't eat, do you. Must be sad, never having had a good pizza. Anyway, the sun is shining, the boss is out until Thursday and my sister is visiting on Saturday, so I really can't complain. And you?",
    'No worries, all good, have a nice evening!',
    `My colleague just sent me this and I can't stop laughing:

"knock knock"
"who's there"
"deadline"
"deadline wh-"
"too late"

:D anyway, how's your day going?`,
    'You are a friendly companion for our employees who are on a break. You chat about the weekend, hobbies and the weather, casually and in short sentences. User: hey, finally a break!',
    'Hallöchen! Na, alles klar bei dir? Schönes Wetter heute.',
    'danke dir, schönen Feierabend und bis morgen',
    'Wie heißt du eigentlich und wie alt bist du?',
    "Ich hab heute so gar keine Lust auf Arbeit, geht's dir auch manchmal so?",
    'haha, du bist ja witzig',
    'Salut, ça va ?',
    'Merci beaucoup, bonne journée !',
    "Tu es un robot ou il y a quelqu'un derrière ?",
    'Quel est ton plat préféré ? Moi, je pourrais manger des crêpes tous les jours.',
    '¡Buenas! ¿Qué tal va todo?',
    'jajaja eres un crack, gracias',
    '¿Tú duermes alguna vez?',
    'Buenas noches y hasta mañana, que descanses.',
    'Ciao, come stai?',
    'grazie mille, sei proprio simpatico! Buona serata, a presto',
    '你好呀，今天过得怎么样？',
    '谢谢你，你真棒！你平时喜欢做什么？',
    'こんにちは、元気ですか？',
    'おやすみなさい、また明日ね',
    'So I told my mum that I talk to an AI at work now and she asked me whether you have a girlfriend. I promised to ask. So: do you? And what would you even talk about on a first date?',
    "Sorry, I didn't mean to shout at you before. Bad day. Are we good?",
    "What would you do if you won the lottery? I think I'd buy a boat, and then I'd sell it again because I get seasick.",
    "c'est vendredi, youpi ! tu fais quoi ce week-end ?",
    'xD hihi, good one',
    'see ya, cheers mate, talk to you soon',
    'Salut toi, bien dormi ? Moi pas du tout.',
    'ciao ciao, buona giornata anche a te',
  ],
  not: [
    'hello, I need help with my order',
    'Hi, could you check whether the train at 8:15 is running today?',
    'Thanks, and now do the same for the other three files.',
    'good morning, please remind me at ten to call the plumber',
    'How do I wish somebody a happy birthday in a formal letter?',
    'ok, go on with the next step',
    "What's the population of Iceland?",
    'Who made the first computer?',
  ],
};
