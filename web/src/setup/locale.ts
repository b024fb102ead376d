export const zh = {
  setup: {
    title: '首次设置',
    base: '南大里直播基地',
    intro: '创建第一位基地管理员。这个链接只能用一次。',
    name: '账号（登录用）',
    displayName: '姓名',
    password: '密码（至少 8 位）',
    go: '创建并进入',
    noToken: '链接不完整，请从启动时的终端里完整复制。',
  },
};
export const en: typeof zh = {
  setup: {
    title: 'First set-up',
    base: 'Nandali livestream base',
    intro: 'Make the first base manager. This link works once.',
    name: 'Account (to sign in)',
    displayName: 'Name',
    password: 'Password (at least 8 characters)',
    go: 'Create and enter',
    noToken: 'The link is incomplete. Copy all of it from the terminal.',
  },
};
