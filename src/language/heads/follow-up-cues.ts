// The words by which a message refers to the conversation before it, in several languages: a table, read by
// find-cues.ts. Words that mean something else in another of the languages are left out ("es", "si", "die"). Must not
// know: intents, how much a cue counts.

/** What a phrase says about its message. */
export type CueName =
  | 'answer'
  | 'reference'
  | 'doubt'
  | 'what about'
  | 'going on'
  | 'again'
  | 'pronoun'
  | 'this'
  | 'ordinal'
  | 'comparison'
  | 'edit'
  | 'condition'
  | 'new task'
  | 'own text'
  | 'new subject'
  | 'introduction'
  | 'article'
  | 'greeting'
  | 'expletive'
  | 'possessive'
  | 'noun'
  | 'question word'
  | 'question'
  | 'pointer'
  | 'polite';

export interface CueRow {
  readonly cue: CueName;
  /** Counts only as the first words of a message or of a sentence in it. */
  readonly first?: true;
  /** Phrases separated by "|", by language. */
  readonly phrases: readonly string[];
}

export const CUES: readonly CueRow[] = [
  {
    cue: 'answer',
    first: true,
    phrases: [
      "yes|yeah|yep|yup|no|nope|nah|ok|okay|sure|right|exactly|correct|of course|please do|go ahead|go on|thanks|thank you|thx|great|perfect|good|nice|cool|awesome|not really|i mean|i meant|hm|hmm|oh|ah|wait|interesting|wow|well|all right|alright|sounds good|sounds great|thats|looks good|looks great|excellent|perfectly|brilliant|fantastic|amazing|wonderful|lovely|that's|that is|that was|that makes sense|this makes sense|that sounds|that looks|that helps|this looks|i like it|i like that|i like this|i love it|i love this|i love that|i don't like|good point|good idea|good to know|fair enough|you're right|you are right|my bad|too long|too short|yea|haha|lol|fine|agreed|sorry|maybe|both|neither|none of them|the former|the latter|never mind|got it|i see|makes sense",
      'ja|nein|doch|genau|gern|gerne|danke|vielen dank|okay|gut|super|klar|stimmt|richtig|bitte|ach so|moment|vielleicht|beide|keines|mach das|weiter',
      "oui|non|d'accord|merci|bien sûr|exactement|parfait|super|très bien|bon|attends|peut être|les deux|vas y|continue|continuez",
      'sí|claro|gracias|vale|de acuerdo|perfecto|exacto|muy bien|bueno|espera|tal vez|quizás|los dos|las dos|ambos|adelante|sigue|continúa',
      'sì|certo|grazie|va bene|perfetto|esatto|benissimo|bene|aspetta|forse|entrambi|vai avanti|continua',
      'sim|não|claro|obrigado|obrigada|tudo bem|perfeito|exato|muito bem|espera|talvez|ambos|continue',
      'ja|nee|graag|bedankt|dank je|prima|precies|goed|misschien|allebei|ga verder',
      'tak|nie|dzięki|dziękuję|dobrze|dokładnie|może|oba|dalej',
      'да|нет|спасибо|хорошо|ладно|точно|конечно|может быть|оба|продолжай|продолжайте|дальше',
      '是的|对|好的|好|不是|不|不对|谢谢|可以|没错|嗯|当然|继续|接着',
      'はい|いいえ|うん|ありがとう|なるほど|わかりました|了解|そうです|もちろん|続けて|続き',
      '네|예|아니요|아니|응|고마워|감사합니다|좋아|좋아요|맞아|맞아요|계속|계속해|계속해줘',
    ],
  },
  {
    cue: 'reference',
    phrases: [
      'own response|own answer|similar examples|similar example|the listed|listed above|same task|same thing|first example|second example|third example|first option|second option|third option|0nd option|0st option|0rd option|first statement|second statement|third statement|previous response|previous answer|previous reply|previous question|previous message|previous task|previous example|previous one|previous point|previous version|previous text|earlier response|earlier answer|earlier reply|earlier question|earlier message|last response|last answer|last reply|last question|last message|last example|last one|last point|original question|original answer|original response|first response|first answer|your response|your responses|your answer|your answers|your reply|your solution|your explanation|your suggestion|your suggestions|your example|your examples|your first|your second|your third|your last|your previous|your earlier|your point|your code|your list|your summary|your translation|your version|your draft|your advice|your recommendation|your recommendations|your description|your analysis|the above|above question|above answer|question above|answer above|you mentioned|you said|you wrote|you gave|you suggested|you provided|you just|you listed|you described|you explained|you recommended|you told|you were saying|you used|you made|you proposed|you stated|mentioned above|mentioned earlier|mentioned before|we discussed|we talked|we change|as before|than before|from before|i mentioned|i said|i gave you|i told you|i provided|i just|i asked|when you mention|in this context|in that context',
      'gleiche aufgabe|gleichen aufgabe|dieselbe aufgabe|zweites beispiel|zweite beispiel|erste beispiel|ersten beispiel|zweiten beispiel|vorherige antwort|vorherigen antwort|vorige antwort|vorigen antwort|letzte antwort|letzten antwort|frühere antwort|früheren antwort|deine antwort|deiner antwort|deinen antworten|ihre antwort|ihrer antwort|ihre vorherige|ihre frühere|deine vorherige|ihre lösung|ihrer lösung|deine lösung|deiner lösung|deinem beispiel|deinem letzten|deinem zweiten|ihrem letzten|ihr letztes|ihr zweites|ihre vorhergehende|vorhergehende antwort|vorhergehenden antwort|vorherigen frage|vorigen frage|letzten frage|obige frage|obigen frage|obige|obigen|der obigen|ursprüngliche frage|ursprünglichen frage|du erwähnt|du gesagt|sie erwähnt|sie gesagt|sie genannt|du genannt|hast du|haben sie|wie oben|wie vorher|wie eben|als vorher|als eben|bisherige|aufgeführten|genannten',
      'même tâche|premier exemple|deuxième exemple|second exemple|réponse précédente|précédente réponse|dernière réponse|question précédente|dernière question|question initiale|question originale|question ci dessus|ci dessus|votre réponse|ta réponse|vos réponses|votre solution|ta solution|votre exemple|votre explication|votre dernier|votre dernière|votre deuxième|votre précédente|vous avez mentionné|vous avez dit|vous avez fait|vous avez donné|vous avez|tu as mentionné|tu as dit|tu as|comme avant|énumérés|mentionnés',
      'misma tarea|primer ejemplo|segundo ejemplo|respuesta anterior|anterior respuesta|última respuesta|pregunta anterior|última pregunta|pregunta original|tu respuesta|tus respuestas|su respuesta|su solución|tu solución|su ejemplo|tu ejemplo|tu último|su último|tu segundo|su segundo|tu explicación|has hecho|has dicho|has mencionado|ha mencionado|mencionaste|dijiste|diste|ha dado|lo anterior|anteriores|anterior|arriba|como antes|mencionados|enumerados',
      'stesso compito|stessa attività|primo esempio|secondo esempio|risposta precedente|precedente risposta|ultima risposta|domanda precedente|ultima domanda|domanda originale|tua risposta|sua risposta|vostra risposta|tua soluzione|sua soluzione|vostra soluzione|tuo esempio|suo esempio|tuo ultimo|suo ultimo|tuo secondo|suo secondo|hai detto|hai menzionato|hai fatto|hai dato|ha fatto|ha detto|di cui sopra|qui sopra|precedente|precedenti|come prima|elencati|sopracitati',
      'resposta anterior|última resposta|pergunta anterior|última pergunta|pergunta original|tua resposta|sua resposta|sua solução|seu exemplo|você disse|você mencionou|você deu|acima|como antes',
      'vorige antwoord|vorige vraag|laatste antwoord|je antwoord|uw antwoord|je oplossing|je voorbeeld|je zei|je noemde|hierboven|bovenstaande|zoals eerder',
      'poprzednia odpowiedź|poprzednią odpowiedź|poprzednie pytanie|twoja odpowiedź|twoją odpowiedź|twojej odpowiedzi|powiedziałeś|wspomniałeś|powyżej|powyższe',
      'предыдущий ответ|предыдущий вопрос|предыдущего ответа|последний ответ|твой ответ|ваш ответ|твоего ответа|вашего ответа|ты сказал|вы сказали|ты упомянул|вы упомянули|выше|как раньше',
      '上面|上述|刚才|之前|前面|上一个|上个|你说|你提到|你的回答|你的答案|您的回答|原来的|以上',
      '前の回答|先ほど|さっき|上記|上の|あなたの回答|今の回答|前回|以前の|言いました|元の',
      '이전|앞서|방금|위의|위에|위에서|당신의 답변|답변을|답변에서|답변에|응답을|앞의|말한|언급한|원래',
    ],
  },
  {
    cue: 'doubt',
    phrases: [
      "are you sure|are you certain|that's wrong|that is wrong|that's not right|not right|doesn't sound right|doesn't seem right|double check|check again|i thought|i was under the impression|is this true|is that true|is it true|is that right|is that correct|is this correct|is this right|you're wrong|that can't be|isn't it|isn't that|wasn't it|i disagree|i don't agree|i heard|it doesn't work|it didn't work|that didn't work|still not",
      'bist du sicher|sind sie sicher|wirklich|stimmt das|das stimmt nicht|ist das richtig|ist das wahr|das ist falsch|ich dachte|funktioniert nicht',
      "es tu sûr|êtes vous sûr|vraiment|est ce vrai|c'est faux|ce n'est pas correct|je pensais|ça ne marche pas",
      'estás seguro|está seguro|de verdad|es verdad|es cierto|es correcto|no es correcto|eso no es|pensé que|creía que|no funciona',
      'sei sicuro|sei sicura|è sicuro|davvero|è vero|è corretto|non è corretto|è sbagliato|pensavo|non funziona',
      'tem certeza|sério|é verdade|está correto|está errado|pensei que|não funciona',
      'weet je het zeker|echt waar|klopt dat|dat klopt niet|ik dacht|werkt niet',
      'ты уверен|вы уверены|правда ли|это неправильно|не работает',
      '你确定|您确定|真的吗|不对吧|是真的吗|我以为|不行',
      '本当ですか|本当に|確かですか|違います|動きません',
      '확실해|확실한가요|정말|사실인가요|사실이야|틀렸어',
    ],
  },
  {
    cue: 'what about',
    phrases: [
      'what about|how about|what if|and if|what else|anything else|how so|why not|why is that|why so|like what|such as what|how come|which one|which ones|which of these|which of those|which of them',
      'was ist mit|wie wäre es|was wäre wenn|was wäre|was passiert wenn|was wenn|und wenn|wie sieht es|was noch|wieso das|warum nicht|welche davon|welcher davon|welches davon',
      "qu'en est il|et si|que se passe t il|quoi d'autre|pourquoi pas|lequel|laquelle|lesquels|que dire de|et pour",
      'qué hay de|qué pasa con|qué pasa si|qué pasaría|y si|qué tal|qué más|por qué no|cuál de|cuáles de|y qué',
      'che ne dici di|che dire di|cosa succede se|e se|che ne pensi|cosa ne pensi|che altro|perché no|quale di|quali di|e per|e quando|che cosa succede',
      'e se|que tal|o que mais|por que não|qual deles|e quanto',
      'hoe zit het|wat als|en als|wat nog meer|waarom niet|welke daarvan',
      'a co jeśli|a co z|co jeszcze|dlaczego nie',
      'а что если|а если|что насчёт|что ещё|почему нет',
      '那么|那如果|如果是|呢|怎么样|还有吗|为什么不',
      'はどうですか|はどう|もし|ほかに|他に|なぜですか',
      '어때|어떨까|어떤가요|어떻게 되나요|만약|그렇다면|그러면',
    ],
  },
  {
    cue: 'going on',
    first: true,
    phrases: [
      'and|but|or|so|also|now|then|next|finally|lastly|later|afterwards|after that|before that|meanwhile|speaking of|regarding the|regarding that|in terms of|on that|with that|given that|given this|from there|from that|of these|of those|among these|among those|for each|for example|because|plus|additionally|furthermore|besides|however|continue|building on|based on the|with the|using the|in that case|in your|in addition',
      'und|aber|oder|also|jetzt|nun|dann|außerdem|weil|zusätzlich|anschließend|fahre fort|weiter|aufbauend|ausgehend von|basierend auf|in diesem fall|als nächstes|danach|auch|nenne noch',
      'et|mais|ou|donc|aussi|maintenant|ensuite|alors|puis|parce que|également|de plus|continuez|en vous basant|en partant|dans ce cas|sur la base',
      'y|pero|o|entonces|también|ahora|luego|después|porque|además|continúa|continúe|basándose|basándote|partiendo|en ese caso|en este caso|a continuación',
      'e|ma|o|quindi|anche|ora|adesso|poi|allora|perché|inoltre|continua|continuando|basandosi|partendo|in questo caso|in tal caso',
      'mas|ou|então|também|agora|depois|além disso|continue|nesse caso',
      'maar|dus|ook|daarna|bovendien|ga door',
      'ale|albo|więc|też|teraz|potem|następnie|ponadto',
      'и|но|или|а|также|теперь|потом|тогда|затем|ещё|еще|кроме того',
      '现在|那|但是|可是|另外|还有|然后|接下来|所以|因为|再|也',
      '今度は|では|じゃあ|それで|でも|しかし|また|次に|次は|それから|あと|さらに',
      '이제|그럼|그런데|하지만|그리고|또|또한|다음으로|그래서|추가로',
    ],
  },
  {
    cue: 'again',
    phrases: [
      'again|once more|one more|same|another|some more|any more|more examples|more details|more detail|in more detail|in detail|more about|tell me more|say more|explain more|instead|too|as well|the other|the others|the rest|the next|keep going|elaborate|similar examples|more like|similar ones|additional|also',
      'noch einmal|nochmal|noch mal|noch ein|noch eine|noch mehr|erneut|gleiche|gleichen|dasselbe|dieselbe|selbe|stattdessen|ebenfalls|weitere|weiteres|mehr details|mehr dazu|genauer|ausführlicher|die anderen|ähnliche',
      'encore|à nouveau|de nouveau|une autre|un autre|même tâche|la même|le même|plutôt|également|plus de détails|davantage|en détail|les autres|similaires',
      'otra vez|de nuevo|nuevamente|otro|otra|otros|mismo|misma|en su lugar|también|más detalles|en detalle|los demás|las demás|similares',
      "ancora|di nuovo|nuovamente|un altro|un'altra|altri|stesso|stessa|invece|anche|più dettagli|nel dettaglio|in dettaglio|gli altri|simili",
      'de novo|novamente|outra vez|outro|outra|mesmo|mesma|em vez disso|mais detalhes|em detalhe|os outros',
      'nog een|nog eens|opnieuw|dezelfde|hetzelfde|in plaats daarvan|meer details|de andere|ook',
      'jeszcze raz|ponownie|kolejny|to samo|zamiast tego|więcej szczegółów|pozostałe',
      'ещё раз|еще раз|снова|опять|другой|то же самое|вместо этого|подробнее|остальные|ещё один',
      '再|再次|重新|同样|另一个|其他|其它|详细|更多|也',
      'もう一度|もう一つ|もっと|同じ|別の|他の|代わりに|詳しく|も',
      '다시|한 번 더|같은|동일한|다른|대신|더 자세히|자세히|추가|비슷한',
    ],
  },
  {
    cue: 'pronoun',
    phrases: [
      "it|it's|its|they|they're|them|their|theirs|he|she|him|his|her|those|these|is that|was that|of that|about that|do that|does that|did that|make that|change that|to that|for that|like that|with that|in that|that one|that mean|that means|that sounds|that seems|that doesn't|put that|turn that|explain that|say that|that into|that in|that to|that as|that with|that using|that down|that again|that more|that for|that like",
      'das ist|ist das|kann das|ihn|ihm|dies|diese|dieser|dieses|diesen|diesem|davon|dazu|damit|dafür|daran|darauf|darin|darüber|dabei|daraus|deren|dessen|jene|solche|machen sie es|mach es|ist es|sind sie|sie es|erkläre sie|erklären sie sie|können sie sie',
      "ça|cela|ceci|celui|celle|ceux|celles|celui ci|c'est|leur|leurs|elle|elles|lui|le faire|la faire|les faire|qu'il|qu'ils|est il|est elle|sont ils|ce processus|ce cas|cet|cette|ces",
      'eso|esto|esa|ese|esos|esas|ello|ellos|ellas|él|ella|aquello|este|esta|estos|estas|hazlo|hágalo|explícalo|explíquelo|resúmelo|tradúcelo|paralelizarlo|hacerlo|cambiarlo|sustituirlo|explicarlo|reemplazarlo|es este|explícalos|explíquelos',
      "questo|questa|questi|queste|quello|quella|quelli|quelle|ciò|esso|essi|lui|lei|loro|ne|farlo|fallo|spiegalo|spiegali|parallelizzarlo|sostituirlo|cambiarlo|riassumilo|traducilo|quest'ultimo",
      'isso|isto|esse|essa|esses|essas|ele|ela|eles|elas|dele|dela|deles|disso|nisso|fazê lo|este|esta',
      'dit|dat|deze|hij|zij|hem|haar|hun|ervan|daarvan|daarmee|eraan|erover',
      'tego|tej|tym|tych|jego|jej|nią|nim',
      'это|этого|этом|этот|эта|эту|эти|этих|его|её|ее|их|он|она|они|оно|ним|ней|них|тот|те',
      '它|它们|他|她|他们|这个|那个|这些|那些|这|那|此',
      'これ|それ|あれ|この|その|彼|彼女|そこ|ここ|それら|これら',
      '그것|그것을|그것은|그것이|이것|이것을|이것은|이것이|저것|그|이|이를|그를|그녀|그들|거기|이러한|그런',
    ],
  },
  {
    cue: 'this',
    phrases: ['this|this one'],
  },
  {
    cue: 'ordinal',
    phrases: [
      'first one|second one|third one|last one|other one|former|latter|first point|second point|third point|first film|first impact|first step|second step|third step|second paragraph|first paragraph|last paragraph|first sentence|last sentence|option 0|step 0|number 0|point 0|day 0|part 0|item 0|situation|one of them|each of them|all of them|both of them|both|each point|each one|each sentence|each item|the ones|blue ones|ones|one|pick one|list one|choose one',
      'der erste|die erste|das erste|der zweite|die zweite|das zweite|zweiten|zweites|zweite|ersten|erste|dritte|dritten|letzte|letzten|letzteres|ersteres|option 0|schritt 0|punkt 0|tag 0|jeden punkt|jedem punkt|jeden von ihnen',
      'le premier|la première|premier|première|le deuxième|la deuxième|deuxième|seconde|second|troisième|le dernier|la dernière|dernier|dernière|option 0|étape 0|point 0|jour 0|chaque point',
      'el primero|la primera|primer|primera|el segundo|la segunda|segundo|segunda|tercera|tercer|último|última|opción 0|paso 0|punto 0|día 0|cada punto',
      "il primo|la prima|primo|prima|il secondo|la seconda|secondo|seconda|terzo|terza|l'ultimo|l'ultima|ultimo|ultima|opzione 0|passo 0|punto 0|giorno 0|ogni punto",
      'o primeiro|a primeira|primeiro|primeira|o segundo|a segunda|segunda|terceiro|terceira|opção 0|passo 0|ponto 0|dia 0',
      'de eerste|de tweede|de derde|de laatste|optie 0|stap 0|punt 0',
      'первый|первая|второй|вторая|третий|последний|пункт 0|вариант 0',
      '第一|第二|第三|第0|最后一个|每一个|其中',
      '最初の|二番目|三番目|0番目|最後の|それぞれ|一つ目|二つ目',
      '첫 번째|두 번째|세 번째|0번째|마지막|각각|각 항목|각',
    ],
  },
  {
    cue: 'comparison',
    phrases: [
      'shorter|longer|simpler|easier|better|more formal|more casual|less formal|more concise|more detailed|more professional|more specific|clearer|more simply|simpler terms|faster|cheaper|briefer|friendlier|bigger|smaller|more|less|fewer',
      'kürzer|länger|einfacher|besser|formeller|genauer|ausführlicher|klarer|schneller|billiger|günstiger|knapper|weniger|mehr',
      'plus court|plus courte|plus long|plus longue|plus simple|plus formel|plus précis|mieux|meilleur|meilleure|plus détaillé|moins',
      'más corto|más corta|más largo|más simple|más sencillo|más formal|mejor|más detallado|más breve|menos|más',
      'più corto|più breve|più lungo|più semplice|più formale|meglio|migliore|più dettagliato|meno|più',
      'mais curto|mais longo|mais simples|mais formal|melhor|menos|mais',
      'korter|langer|eenvoudiger|beter|formeler',
      'krócej|dłużej|prościej|lepiej|bardziej',
      'короче|длиннее|проще|лучше|подробнее|быстрее',
      '更短|更长|更简单|更好|更正式|更详细|短一点|简单一点|长一点',
      '短く|長く|簡単に|もっと|より',
      '더 짧게|짧게|더 길게|길게|더 쉽게|쉽게|더 간단하게|간단하게|더',
    ],
  },
  {
    cue: 'edit',
    phrases: [
      'rewrite|rephrase|reformulate|reformat|rework|revise|redo|shorten|simplify|expand|elaborate|update|modify|alter|amend|adjust|change|replace|rearrange|add|remove|include|incorporate|highlight|convert|restructure|polish|tweak|edit|continue|undo|move|swap|repeat|parallelize|reverse|present|provide more|start every|start with|restate|reword|distill|distil|break down|break it down|dumb it down|sum it up|recast|reframe|reshape|condense|compress|trim|retell|reiterate|reorganize|reorder|tone it|turn your|turn the|turn it|make it|make the|make them|put it|put them|translate it|summarize it|explain it|explain why|highlight the|clarify|specify',
      'umschreiben|schreibe um|umformulieren|formuliere|formulieren|überarbeite|überarbeiten|kürze|kürzen|vereinfache|vereinfachen|erweitere|erweitern|ändere|ändern|ergänze|ergänzen|ersetze|ersetzen|entferne|entfernen|füge|fügen|wiederhole|wiederholen|überarbeiten sie|aktualisiere|aktualisieren|passe|passen|erläutere|erläutern|heben|ordnen',
      'réécris|réécrivez|reformule|reformuler|reformulez|modifie|modifier|modifiez|révise|révisez|raccourcis|simplifie|simplifiez|ajoute|ajoutez|remplace|remplacer|remplacez|supprime|supprimez|répète|répétez|retravaillez|mettez à jour|développe|changer|réorganiser|incluez|intégrez|incorporez',
      'reescribe|reescriba|reformula|reformule|reformular|modifica|modifique|revisa|revise|acorta|simplifica|añade|añada|agrega|cambia|cambie|cambiar|reemplaza|sustituye|sustituir|elimina|elimine|repite|repita|actualiza|actualice|amplía|reorganiza|reorganice|incorpora|incorpore|rehaz|corrige|incluye|incluya',
      'riscrivi|riscrivere|riformula|riformulare|modifica|modificare|rivedi|accorcia|semplifica|aggiungi|cambia|cambiare|sostituisci|sostituire|elimina|rimuovi|ripeti|ripetere|aggiorna|amplia|riorganizza|incorpora|rielabora|includi|correggi|parallelizzare',
      'reescreva|reformule|modifique|encurte|simplifique|adicione|acrescente|mude|substitua|remova|repita|atualize|amplie|inclua',
      'herschrijf|herformuleer|verkort|vereenvoudig|voeg toe|verander|vervang|verwijder|herhaal|pas aan',
      'przepisz|przeredaguj|skróć|uprość|dodaj|zmień|zastąp|usuń|powtórz|popraw',
      'перепиши|перефразируй|сократи|упрости|добавь|измени|замени|убери|повтори|исправь|дополни',
      '改写|重写|修改|改成|缩短|简化|扩展|补充|替换|删除|添加|加上|重复|更新|调整|换成',
      '書き直して|言い換えて|短くして|修正|変更|追加|置き換え|削除|繰り返|更新|加えて',
      '다시 작성|바꿔|바꾸어|수정|줄여|추가해|추가하여|제거|변경|교체|반복|업데이트|재구성',
    ],
  },
  {
    cue: 'condition',
    first: true,
    phrases: [
      'if|suppose|assume|assuming|imagine|instead of|without|except',
      'wenn|falls|angenommen|nehmen wir an|ohne|statt|anstatt',
      'supposons|en supposant|sans|au lieu de|supposez',
      'supongamos|suponiendo|sin|en lugar de|suponga',
      'supponiamo|supponendo|senza|invece di|supponi',
      'suponha|supondo|sem|em vez de',
      'als|stel dat|zonder',
      'jeśli|załóżmy|bez',
      'если|предположим|без',
      '如果|假设|假如',
      'もし|仮に',
      '만약|만일|가정',
    ],
  },
  {
    cue: 'new task',
    first: true,
    phrases: [
      "write a|write an|write me|write some|write code|write python|create a|create an|generate a|generate an|design a|design an|develop a|compose a|compose an|draft a|draft an|implement a|implement an|build a|build an|make a|make me|give me a|tell me a|tell me about|you are|act as|pretend|imagine you|please assume|embrace|help me|i need|i want|i'd like|can you help|could you write|can you write|could you help|come up with|produce a|prepare a|propose a|suggest a|find a|find all|find the|calculate|compute|solve|prove|list all|list the|describe a|explain the|what is a|what is the|what are the|who is|who was|where is|when did|when is|how do i|how to|how can i|what's the|what's my|set|play|call|turn on|turn off|remind|book|order|schedule|show me",
      'schreibe ein|schreibe eine|schreiben sie ein|schreiben sie eine|schreib|verfasse|erstelle|erstellen sie|entwirf|entwickeln sie|entwickle|was ist|was sind|wer ist|wo ist|wie kann ich|ich brauche|ich möchte|berechne|stell dir vor|du bist|sie sind|hilf mir',
      "écrivez un|écrivez une|écris|rédige|rédigez|crée|créez|concevez|développez|élaborez|imaginez|qu'est ce que|quel est|quelle est|qui est|comment puis je|je voudrais|j'ai besoin|calculez|vous êtes|tu es|aide moi",
      'escribe un|escribe una|escriba un|escriba una|escribe|redacta|redacte|crea un|cree un|diseña|diseñe|desarrolle|desarrolla|qué es|cuál es|quién es|cómo puedo|necesito|quiero|calcula|calcule|imagina|imagine|eres|usted es|ayúdame',
      "scrivi un|scrivi una|scrivete|scrivere un|scrivi|crea un|crea una|progetta|sviluppa|elabora un|che cos'è|qual è|chi è|come posso|ho bisogno|vorrei|calcola|immagina|sei un|aiutami",
      'escreva um|escreva uma|crie|desenvolva|o que é|qual é|quem é|como posso|preciso|quero|calcule|ajude me',
      'schrijf een|maak een|wat is|wie is|hoe kan ik|ik wil|ik heb',
      'napisz|stwórz|co to jest|kto to|jak mogę|potrzebuję|chcę|oblicz',
      'напиши|составь|создай|что такое|кто такой|как мне|мне нужно|я хочу|посчитай',
      '写一|请写|帮我写|帮我|创建|设计|什么是|谁是|怎么|我想|我需要|计算',
      'を書いて|作成して|とは何ですか|教えて|計算して',
      '작성해|써줘|만들어|설계|무엇인가요|알려줘|계산',
    ],
  },
  {
    cue: 'own text',
    phrases: [
      "the following|following|below|given a|given the|given that|attached|here is|here are|here's|this article|this text|this paragraph|this passage|this email|this sentence|this code|this document|this story|this letter|this function|these notes|these reviews|my code|my email|my essay|my text|my paper",
      'folgende|folgenden|folgender|folgendes|unten|hier ist|hier sind|diesen text|diesen artikel|diese e mail|dieser text',
      'suivant|suivante|suivants|suivantes|ci dessous|voici|ce texte|cet article|étant donné',
      'siguiente|siguientes|a continuación|aquí está|este texto|este artículo|dado un|dada una|dado',
      'seguente|seguenti|di seguito|qui sotto|ecco|questo testo|questo articolo|dato un|data una|dato',
      'seguinte|seguintes|abaixo|aqui está|este texto',
      'volgende|hieronder|hier is|deze tekst',
      'poniższy|poniższe|poniżej|następujący|ten tekst',
      'следующий|следующую|следующие|ниже|этот текст|этот код',
      '以下|下面|如下|给定|这篇|这段',
      '以下|次の|下記|この文章|このコード',
      '다음|아래|주어진|이 글|이 코드',
    ],
  },
  {
    cue: 'new subject',
    first: true,
    phrases: [
      "by the way|btw|switching gears|changing the subject|change of subject|change of topic|on another note|on a different note|different question|new question|another question|unrelated|off topic|new topic|another topic|anyway|moving on|let's change|let's switch|let's talk about|i have another question|separate question",
      'übrigens|anderes thema|themenwechsel|andere frage|neue frage|neues thema',
      'au fait|autre sujet|changeons de sujet|autre question|nouvelle question',
      'por cierto|otro tema|cambiando de tema|otra pregunta|nueva pregunta',
      "a proposito|altro argomento|cambiando argomento|un'altra domanda|nuova domanda",
      'a propósito|mudando de assunto|outra pergunta|outro assunto',
      'trouwens|ander onderwerp|andere vraag',
      'swoją drogą|zmieniając temat|inne pytanie',
      'кстати|другой вопрос|другая тема|сменим тему',
      '顺便|换个话题|另一个问题|新问题',
      'ところで|話は変わりますが|別の質問|別件',
      '그나저나|다른 질문|주제를 바꿔서|새로운 질문',
    ],
  },
  {
    cue: 'introduction',
    phrases: [
      "a|an|some|any|every|someone|somebody|something|people|i'm|i am|i have|we have",
      'ein|eine|einen|einem|einer|eines|jemand',
      'un|une',
      'una|unos|unas|alguien',
      'uno|qualcuno',
      'um|uma|alguém|een|iemand|ktoś|кто то',
      '一个|一篇|一份|ある|한',
    ],
  },
  {
    cue: 'greeting',
    first: true,
    phrases: [
      'hi|hello|hey|good morning|good afternoon|good evening|good night|bye|goodbye|sup|howdy|greetings',
      'hallo|guten morgen|guten tag|guten abend|moin|servus|tschüss',
      'bonjour|salut|bonsoir|au revoir',
      'hola|buenos días|buenas tardes|buenas noches|adiós',
      'ciao|buongiorno|buonasera|arrivederci|salve',
      'olá|oi|bom dia|boa tarde|boa noite|tchau',
      'hoi|goedemorgen|goedemiddag|dag',
      'cześć|dzień dobry|dobry wieczór',
      'привет|здравствуйте|добрый день|пока',
      '你好|您好|早上好|晚上好|再见',
      'こんにちは|おはよう|こんばんは|さようなら',
      '안녕|안녕하세요|반가워요',
    ],
  },
  {
    cue: 'expletive',
    phrases: [
      'what time is it|is it possible|is it ok|is it okay|is it safe|is it legal|is it true that|is it too|is it going to|is it raining|is it better to|does it take|will it take|did it take|would it take|it takes|it seems that|it appears that|does it cost to|how far is it|make it to|would it be|will it be|were you made|are you made|it is possible|it was great|it was nice|it is raining',
      "gibt es|es gibt|il y a|y a t il|hay que|c'è|ci sono|como é",
    ],
  },
  {
    cue: 'possessive',
    phrases: [
      'my|our|mine|ours',
      'mein|meine|meinen|meinem|meiner|unser|unsere|unseren|unserem',
      'mon|ma|mes|notre|nos',
      'mi|mis|nuestro|nuestra',
      'il mio|la mia|i miei|le mie|nostro|nostra',
      'meu|minha|meus|nosso|nossa',
      'mijn|ons|onze',
      'mój|moja|moje|nasz|nasza',
      'мой|моя|мою|мои|наш|наша',
      '我的|我们的',
      '私の',
      '나의|내|우리',
    ],
  },
  {
    cue: 'noun',
    phrases: [
      'answer|answers|response|responses|reply|impact|film|reactions|question|questions|reason|reasons|ratings|situation|explanation|information|advice|insight|insights|idea|ideas|concept|context|process|approach|approaches|method|methods|solution|solutions|theory|content|summary|example|examples|version|result|results|output|draft|outline|plan|statement|suggestion|suggestions|recommendation|recommendations|step|steps|option|options|point|points|part|aspect|aspects|effect|effects|technique|techniques|equation|equations|strategy|strategies|benefits|challenges|measures|list|terms|principles|poem|story|joke|code|function|script|translation|paragraph|sentence|table',
      'antwort|erklärung|information|informationen|prozess|lösung|beispiel|beispiele|liste|zusammenfassung|plan|geschichte|gedicht|code|übersetzung',
      'réponse|explication|information|processus|solution|exemple|exemples|liste|résumé|plan|histoire|poème|traduction',
      'respuesta|explicación|información|proceso|solución|ejemplo|ejemplos|lista|resumen|plan|historia|poema|traducción|código',
      'risposta|spiegazione|informazione|informazioni|processo|soluzione|esempio|esempi|lista|elenco|riassunto|piano|storia|poesia|traduzione|codice',
    ],
  },
  {
    cue: 'question word',
    phrases: [
      'why|how|when|where|who|which',
      'warum|wieso|weshalb|pourquoi|por qué|perché|por quê|waarom|dlaczego|почему|зачем',
      '为什么|为何|なぜ|どうして|왜',
    ],
  },
  {
    cue: 'question',
    first: true,
    phrases: [
      "what|what's|how|who|who's|is|are|can i|can you|do i|does|did|would|should i|am i",
      'was|wie|wer|wann|wo|wieviel|kann ich|kann man|muss ich|gibt es',
      'quel|quelle|quels|quelles|comment|qui|quand|combien|où|est ce que|puis je|peut on',
      'qué|cómo|quién|cuándo|cuánto|cuántos|cuál|dónde|puedo',
      'cosa|come|chi|quando|quanto|quale|quali|dove|posso',
      'como|quem|quanto|qual|onde',
      'hoe|wat|wie|wanneer|waar|hoeveel',
      'jak|kto|kiedy|gdzie|ile|czy',
      'как|кто|когда|где|сколько',
    ],
  },
  {
    cue: 'pointer',
    phrases: [
      'this|that|these|those|your|first|second|third|last|both|0nd',
      'diese|dieser|dieses|deine|ihre|ihrer',
      'cette|cet|ces|votre|vos',
      'esta|este|esa|ese|tu|su',
      'questa|questo|tua|sua|quella',
    ],
  },
  {
    cue: 'article',
    phrases: ['the'],
  },
  {
    cue: 'polite',
    phrases: [
      "please|can|could|would|you|now|just|also|and|then|let's|ok|okay|to|me|i|like|i'd",
      'bitte|kannst|können|könnten|du|sie|jetzt|nun',
      'pouvez|vous|peux|tu|maintenant',
      'puedes|puede|podría|por|favor|ahora',
      'puoi|può|potresti|ora|per|favore',
    ],
  },
];
