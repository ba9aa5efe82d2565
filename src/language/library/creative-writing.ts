/** Invented texts: stories, poems, songs, dialogues, characters, scenes, worlds. Texts that are to sell or inform are not. */
import type { LibraryIntent } from './library-intent.ts';

export const CREATIVE_WRITING: LibraryIntent = {
  name: 'creative-writing',
  version: 1,
  means: 'the user wants a story, a poem, a song, a scene or another invented text written or continued',
  like: [
    'write a poem about the sea',
    'Tell me a bedtime story about a fox who is afraid of the dark.',
    'Write a short story of about 500 words set in a space station where the last plant is dying.',
    'haiku about monday mornings',
    `Continue this story in the same style:

The lift stopped between the ninth and the tenth floor. "It does that," said the old man with the accordion. "It likes company." Mara looked at the panel. There was no tenth floor.`,
    'I need lyrics for a sad country song about a truck that outlived its owner. Two verses, chorus, bridge.',
    'Write a dialogue between the moon and a streetlamp.',
    'rap battle between a fridge and an oven, go',
    'Create a villain for my fantasy novel. She was once a healer. Describe her looks, her voice, her motives, and one thing that makes us pity her.',
    'Imagine a world in which people can sell their memories. Write the opening chapter from the point of view of a pawnbroker.',
    'Please write a sonnet in iambic pentameter about an unanswered letter.',
    `make this scene scarier

Anna walked down the stairs. The light didn't work. She heard a noise behind the boiler and said hello. Nobody answered. She went back up and closed the door.`,
    'You are a novelist with a dry, melancholic voice. Write the first paragraph of a novel that begins at a bus stop in the rain and ends, in the same paragraph, forty years later.',
    'a limerick about an accountant from Kent',
    'Can you write a screenplay scene where two ex-lovers meet by chance at a car wash? Keep the dialogue sparse, lots of subtext.',
    'Write a fairy tale or a legend in which the dragon is the hero and the knight is the problem. Explain at the end why people tell it to this day.',
    'Come up with a plot for a murder mystery at a chess tournament: victim, suspects, clues, twist.',
    'Write a monologue for a theatre class, one page, about a woman who finds her own diary in a second-hand shop.',
    `Finish my poem, I'm stuck after the second stanza:

The kitchen keeps the summer in its drawers,
a string, a stone, a ticket to the pier,
the key that opened one of many doors
and never said which one, or why, or here.

My mother counts the jars along the wall`,
    'fanfic where a time-travelling librarian meets a pirate queen, slow burn, lots of banter',
    'An epic battle scene between the ice elves and the river people, told by a soldier who has run out of arrows.',
    "Write a children's story that rhymes, about a hippo who wants to dance ballet. Around 200 words, for a reading evening at our daycare.",
    'Write a love letter from a lighthouse keeper to a captain he has never met.',
    'Six-word stories about loss, ten of them.',
    `Help me with my short story. The main character is a retired clown who moves in with his estranged daughter. I have the beginning and the end:

Beginning: He rang the bell with his elbow because his hands were full of balloons nobody had asked for.
End: She kept one.

Write the middle, about 600 words, in the past tense.`,
    'Give me a spooky campfire tale with a twist ending',
    'Write a free verse poem in the voice of an old oak that watches a town grow around it.',
    'Describe an abandoned amusement park at dawn in rich sensory detail, as a setting for my horror novel.',
    'parody of a nature documentary about office workers at the coffee machine',
    'Write flash fiction based on these three words: umbrella, orbit, marmalade.',
    'Schreib ein Gedicht über den Herbst, vier Strophen, Kreuzreim.',
    'Erzähl mir eine Gutenachtgeschichte von einem Igel, der Pilot werden will, mit einem lustigen Ende.',
    'Verfasse eine Kurzgeschichte, die in einem Nachtzug spielt und mit einem falschen Koffer beginnt.',
    `Schreib die Geschichte weiter:

Als der Leuchtturmwärter an diesem Morgen die Tür öffnete, war das Meer weg. Nicht Ebbe. Weg.`,
    'Dichte ein Lied für den Geburtstag einer Fee, lustig und mit Refrain.',
    'Écris un poème en alexandrins sur la pluie à Paris.',
    'Écris une histoire pour enfants avec un dragon qui a peur du feu et une princesse qui s’ennuie.',
    `Imagine la suite de ce texte :

La lettre était arrivée avec soixante ans de retard. Élise reconnut l'écriture avant même de lire son nom.`,
    'Rédige un dialogue comique entre un chat et un aspirateur.',
    'Escribe un cuento corto sobre un relojero que puede parar el tiempo, con un final triste.',
    'Hazme un poema de amor que no use la palabra amor.',
    'Inventa una leyenda sobre el origen de una laguna en los Andes.',
    'Escribe el primer capítulo de una novela negra ambientada en un puerto, en primera persona y con frases cortas.',
    'Scrivi una poesia in rima sulla nebbia in pianura e su un treno che non arriva.',
    'Inventa una favola con una volpe e una lumaca, con la morale alla fine.',
    'Scrivi un monologo teatrale per un vecchio pescatore che parla con il mare.',
    '写一首关于故乡和秋天的现代诗，要押韵，有画面感。',
    '编一个科幻小故事，主角是一个会做梦的机器人，讲他怎么爱上一颗星星，结局要出人意料。',
    '雨の日をテーマに短い詩を書いてください。',
    '魔法が使えない魔法使いが主人公の短編小説を書いて。',
    `Setting: a mountain village in 1783, the summer without sun after the volcano. Characters: Gesa, the bell ringer's daughter, 17, deaf since the lightning strike; Brother Anselm, who counts the days on the wall of his cell; a pedlar who sells coloured glass and says it is summer in a bottle. Theme: what people are ready to believe when they are cold.

Write the first two pages of a novella from this. Third person, close to Gesa, no dialogue for her, the last sentence should make me want to turn the page.`,
    `Here are three stanzas for the song we're writing for our band. Add a chorus and a bridge in the same metre, a little angry, no clichés about fire.

You left the radio on for the dog,
and half a cup of tea,
a note about the rent, the fog,
and nothing much for me.

The neighbours ask me how you are,
I say you're on the mend,
I see you driving someone's car
round every second bend.`,
    'You are the narrator of an interactive story. The genre is gothic fiction, the place a boarding school on an island. Describe each scene in about 120 words, full of atmosphere, and end at a moment of tension. I play Clara, the new pupil, who has a letter sewn into her coat. Start with the arrival by boat at night.',
    `My short story is too nice. Rewrite it so that the reader begins to suspect the aunt from the third sentence on, and give it a darker ending.

Aunt Vera baked every Sunday. The whole street smelled of cinnamon, and the children came to the fence. She gave each of them a bun and asked after their parents. When the Millers moved away without saying goodbye, she was the only one who wasn't surprised. "People come, people go," she said, and handed me the biggest bun.`,
    "write me a villain's speech, he's about to flood the city and he thinks he's saving it",
    'Erfinde eine Figur für meinen Roman: eine Restauratorin, die Fälschungen erkennt, aber nie verrät. Vergangenheit, Marotten, Stimme, ein Geheimnis – und dann eine Szene, in der sie zum ersten Mal lügt.',
    `Complète ce poème en gardant les rimes et le ton :

Le facteur ne vient plus, la boîte est un moulin
où tourne sans raison le vent du mois de juin,`,
  ],
  not: [
    'Who is the author of the novel about the great white whale?',
    'Write a press release about our new office in Malmö.',
    'Check the spelling in this paragraph from my novel, and change nothing else.',
    'Recommend a fantasy series for a 12-year-old who has read everything about dragons.',
    'What is the rhyme scheme of a Shakespearean sonnet?',
    'Write three bullet points about our summer sale for the homepage.',
    'Rephrase this email so that it sounds friendlier: "Send me the file today."',
    'How long does it take to get a novel published?',
  ],
};
