/** Texts of the page that shows a recording. */
export const zh = {
  title: '录像',
  open: '看录像',
  picture: '录像画面',
  none: '还没有录像',
  noneYet: '推流开始几秒后，这里就能看。',
  noneEver: '这一场没有录到画面，或者录像已按规定删除。',
  back: '后退 {seconds} 秒',
  ahead: '前进 {seconds} 秒',
  live: '看最新画面',
  soon: '缩略图和声音波形正在生成，约十秒后出现。',
  growing: '缩略图和声音波形会随录像继续生成。',
  gaps: '有 {count} 段没有录到',
  keys: '点时间轴跳到那一刻；按住 Ctrl 滚动可放大。红色是没有录到的时段。',
};

export const en: typeof zh = {
  title: 'Recording',
  open: 'Watch the recording',
  picture: 'Picture of the recording',
  none: 'Nothing is recorded yet',
  noneYet: 'Some seconds after the feed begins it can be watched here.',
  noneEver: 'No picture was recorded in this session, or its recording was deleted when its time was over.',
  back: 'Back {seconds} s',
  ahead: 'Ahead {seconds} s',
  live: 'To the newest picture',
  soon: 'Small pictures and the waveform are being made; they appear in about ten seconds.',
  growing: 'Small pictures and the waveform follow the recording as it grows.',
  gaps: '{count} stretches were not recorded',
  keys: 'Press on the timeline to go there; scroll with Ctrl to look closer. Red: nothing was recorded.',
};
