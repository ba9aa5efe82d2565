// Words that say nothing of what a text is about, in the languages that share the Latin letters: they are left out of a
// proposed name. Must not know: names, texts.

export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  `a about after all also am an and any are as at be been before being both but by can could did do does doing done each
  for from get give given had has have having he help her here him his how i if in instead into is it its just know let
  like make me more most must my need no not now of off on one only or other our out over own please put say she should
  so some such take than that the their them then there these they thing this those through to too under up use
  used user using very want was way we well were what when where which while who why will with within without would yes
  you your
  aber als am an auch auf aus bei bin bis bitte das dass dem den der des die dies diese doch du durch ein eine einem
  einen einer er es für hat ich ihr im in ist kann kein man mein mich mir mit nach nicht noch nur ob oder sein sich sie
  sind so und uns von vor war was wenn werden wie wir wird zu zum zur über
  au aux avec ce ces cette comme dans de des du elle en est et fait il je la le les leur lui mais me moi mon ne nous on
  ou par pas plus pour que qui sa sans se ses son sont sur un une vous
  al como con cual del desde donde el ella en entre era es esta este esto fue ha hay la las lo los mas mi muy no nos
  para pero por que quien se ser si sin sobre son su sus te tu un una uno y ya yo
  che chi ci come con cosa dal dei del della delle di dove e gli ho il io la le ma mi nel non per piu quale questo se si
  sono sua suo tra una uno
  com da das dos ela ele em essa esse eu foi isso mais mas meu na nas nos o os ou para pela pelo por qual quando que se
  sem seu sua te um uma voce
  aan de dat die een en er het hij hoe ik is je kan met mijn niet of om ook op te uit van voor wat we zijn`.split(
    /\s+/,
  ),
);
