// Two intents as callers in other languages would put them, and what such callers want besides.

interface Taught {
  readonly refund: readonly string[];
  readonly bug: readonly string[];
  /** Not among the examples, with the intent. */
  readonly asked: Readonly<Record<string, 'refund' | 'bug'>>;
  /** About something else. */
  readonly others: readonly string[];
}

export const TAUGHT = {
  de: {
    refund: [
      'ich möchte mein Geld zurück haben',
      'bitte erstatten Sie mir den Betrag',
      'mir wurde zweimal Geld abgebucht',
      'wie kann ich die Schuhe zurückgeben und mein Geld bekommen',
      'Bestellung stornieren und erstatten',
    ],
    bug: [
      'die App stürzt beim Hochladen ab',
      'der Export bleibt leer',
      'beim Bezahlen kommt Fehler 500',
      'die Suche macht nichts, wenn ich Enter drücke',
      'seit dem Update zeigt das Dashboard alte Zahlen',
    ],
    asked: { 'bitte die doppelte Abbuchung erstatten': 'refund', 'die App stürzt ständig ab': 'bug' },
    others: [
      'Wie wird das Wetter morgen in Berlin?',
      'Fasse den Artikel in drei Sätzen zusammen',
      'Wie koche ich Spätzle für vier Personen?',
      'Wer hat die Wahl gewonnen?',
      'Ich suche einen Namen für meine Katze',
      'Kannst du meine Bewerbung verbessern?',
      'Wo finde ich ein gutes Restaurant in der Nähe?',
      'Wie lange dauert die Fahrt nach Hamburg?',
    ],
  },
  fr: {
    refund: [
      'je veux être remboursé',
      'annulez ma commande et rendez-moi mon argent',
      'j’ai été débité deux fois',
      'comment renvoyer ces chaussures et être remboursé',
      'vous m’avez facturé après la résiliation',
    ],
    bug: [
      'l’application plante quand j’envoie une photo',
      'erreur 500 au paiement',
      'l’export donne un fichier vide',
      'le champ de recherche ne fait rien',
      'je n’arrive plus à me connecter, la page se recharge',
    ],
    asked: { 'remboursez-moi cette commande': 'refund', 'le paiement affiche une erreur': 'bug' },
    others: [
      'Est-il vrai que la terre tourne autour du soleil ?',
      'Donne-moi des idées de cadeau pour mon père',
      'Quelle est la meilleure façon d’apprendre à cuisiner ?',
      'raconte-moi l’histoire de la Bretagne',
      'quel temps fait-il à Marseille ?',
      'où trouver un bon restaurant près d’ici ?',
      'combien de temps dure le trajet jusqu’à Nantes ?',
      'trouve un nom pour mon chat',
    ],
  },
  ru: {
    refund: [
      'верните мне деньги',
      'отмените заказ и сделайте возврат',
      'с меня списали дважды',
      'как вернуть эти туфли и получить деньги',
      'вы списали деньги после отмены подписки',
    ],
    bug: [
      'приложение вылетает при загрузке фото',
      'ошибка 500 при оплате',
      'экспорт даёт пустой файл',
      'поиск ничего не делает',
      'не могу войти, страница перезагружается',
    ],
    asked: { 'хочу вернуть деньги за заказ': 'refund', 'приложение постоянно вылетает': 'bug' },
    others: [
      'Как дойти до вокзала?',
      'Посоветуй хорошую книгу',
      'Сколько стоит билет в музей?',
      'Что такое фотосинтез?',
      'Составь план тренировок',
      'Кто изобрёл телефон?',
      'Какая погода в Сочи?',
      'Придумай имя для кота',
    ],
  },
  ja: {
    refund: [
      '返金してください',
      '注文をキャンセルして返金して',
      '二重に請求されました',
      'この靴を返品して返金してほしい',
      '解約後に請求されました',
    ],
    bug: [
      '写真をアップロードするとアプリが落ちる',
      '決済でエラー500が出る',
      'エクスポートしたファイルが空です',
      '検索しても何も起きない',
      'ログインできずページが再読み込みされる',
    ],
    asked: { 返金をお願いします: 'refund', アプリがすぐ落ちます: 'bug', 注文の返金: 'refund' },
    others: [
      '駅までどう行きますか',
      'いい本を勧めて',
      '博物館の料金はいくらですか',
      '光合成とは何ですか',
      '電話を発明したのは誰',
      '猫の名前を考えて',
      '大阪の天気は',
      '歌を歌って',
    ],
  },
  zh: {
    refund: [
      '请退款给我',
      '取消订单并退款',
      '我被扣了两次款',
      '怎么退这双鞋并拿回钱',
      '取消以后你们还扣了钱',
    ],
    bug: [
      '上传照片时应用崩溃',
      '付款时出现错误500',
      '导出的文件是空的',
      '搜索框没有反应',
      '登录不了，页面一直刷新',
    ],
    asked: { 我要退款: 'refund', 应用总是崩溃: 'bug', 订单退款: 'refund' },
    others: [
      '去火车站怎么走？',
      '推荐一本好书',
      '博物馆门票多少钱？',
      '什么是光合作用？',
      '制定一个健身计划',
      '谁发明了电话？',
      '给猫起个名字',
      '广州的天气怎么样？',
    ],
  },
} as const satisfies Readonly<Record<string, Taught>>;
