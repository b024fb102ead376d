import { createApp } from 'vue';
import { createTexts } from '../kit/i18n';
import '../kit/tokens.css';
import './room.css';
import App from './App.vue';
import { en, zh } from './locale';

// As the phone is set: people watch in the evening too.
const dark = matchMedia('(prefers-color-scheme: dark)');
const theme = () =>
  dark.matches ? document.documentElement.setAttribute('data-theme', 'dark') : document.documentElement.removeAttribute('data-theme');
theme();
dark.addEventListener('change', theme);

createApp(App).use(createTexts({ zh, en })).mount('#app');
