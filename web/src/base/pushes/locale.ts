/** Texts of the page about passing a feed on. */
export const zh = {
  open: '转推',
  title: '转推到平台',
  intro: '把这一场的画面同时推到各平台。每个平台各推各的：哪个断了都不影响录像和别的平台，断了会自己重连。彩排不转推。',
  back: '返回场次',
  empty: '还没有转推地址',
  emptyHelp: '到平台的开播页面拿到服务器地址和推流码，连成一个地址填在这里。',
  name: '名称（如：抖音）',
  address: '推流地址（rtmp:// 或 rtmps://，连推流码）',
  addressHint: '地址加密保存，以后只显示打了星号的。',
  add: '加上',
  on: '打开',
  off: '停掉',
  remove: '移除',
  since: '{at} 起',
  failures: '连着失败 {n} 次',
  phase: { off: '已停', noFeed: '等画面', connecting: '连接中', pushing: '推流中', waiting: '稍后重试' },
};

export const en: typeof zh = {
  open: 'Pass on',
  title: 'Pass on to platforms',
  intro:
    'Sends the picture of this session to platforms as well. Each goes by itself: when one fails, the recording and the others go on, and it is tried again. A rehearsal is not passed on.',
  back: 'Back to the session',
  empty: 'No addresses yet',
  emptyHelp: 'Take the server and the stream key from the platform, and write them here as one address.',
  name: 'Name (for example Douyin)',
  address: 'Address (rtmp:// or rtmps://, with the key)',
  addressHint: 'It is stored encrypted and shown masked from then on.',
  add: 'Add',
  on: 'Switch on',
  off: 'Stop',
  remove: 'Remove',
  since: 'since {at}',
  failures: 'failed {n} times in a row',
  phase: { off: 'Stopped', noFeed: 'No picture yet', connecting: 'Connecting', pushing: 'Passing on', waiting: 'Tries again soon' },
};
