export const zh = {
  signIn: {
    title: '登录',
    base: '南大里直播基地',
    name: '账号',
    password: '密码',
    go: '登录',
    help: '忘了密码？请找基地管理员。',
    setup: '基地还没有管理员：请打开启动时终端里打印的设置链接。',
  },
};
export const en: typeof zh = {
  signIn: {
    title: 'Sign in',
    base: 'Nandali livestream base',
    name: 'Account',
    password: 'Password',
    go: 'Sign in',
    help: 'Forgot the password? Ask the base manager.',
    setup: 'There is no manager yet: open the set-up link that was printed in the terminal at the start.',
  },
};
