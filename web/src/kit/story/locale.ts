export const zh = {
  label: '录像时间轴：左右键 5 秒，翻页键 1 分钟，加减号缩放',
  at: '{time}，从开头起 {into}',
  closer: '放大时间轴',
  wider: '缩小时间轴',
};

export const en: typeof zh = {
  label: 'Timeline of the recording: arrow keys 5 seconds, page keys a minute, plus and minus zoom',
  at: '{time}, {into} from the begin',
  closer: 'Closer',
  wider: 'Wider',
};
