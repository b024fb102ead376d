using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Studio.Grains.Comments;

/// <summary>
/// Finds blocked words in what people write to get around them: spaces, punctuation and emoji between the characters, full width, capitals,
/// accents, the commoner traditional characters.
/// </summary>
public static class WordFilter
{
    // Traditional, simplified, traditional, simplified …: characters that occur in what is sold, boasted or insulted with.
    private const string Pairs =
        "騙骗賣卖買买錢钱貨货價价實实嗎吗麼么們们個个這这來来說说話话對对為为過过還还開开關关門门見见觀观聽听讀读寫写書书學学習习長长時时間间電电視视機机號号網网" +
        "頁页圖图國国東东車车馬马鳥鸟魚鱼龍龙豬猪雞鸡鴨鸭貓猫廢废垃垃聖圣愛爱親亲媽妈爺爷婦妇兒儿孫孙氣气風风飛飞飯饭餓饿館馆養养魯鲁點点熱热無无燈灯爛烂煙烟獎奖獲获贏赢輸输" +
        "賭赌賬账貸贷資资質质費费貴贵賠赔贈赠購购優优億亿倉仓偽伪傷伤傳传債债僅仅儲储兌兑內内兩两冊册凍冻劃划劉刘劑剂勞劳動动務务勝胜勢势區区協协單单衛卫厭厌廠厂歷历厲厉雙双" +
        "發发變变葉叶員员問问啟启喪丧喬乔嚇吓囉啰團团圍围園园場场壞坏塊块報报壓压壯壮聲声處处備备復复夠够頭头夾夹奪夺奮奋姦奸娛娱嬰婴寶宝審审寧宁專专將将導导屍尸層层屬属島岛" +
        "幣币師师帶带幫帮幹干庫库應应廟庙廣广廳厅張张強强彈弹彎弯歸归當当錄录徹彻從从術术憶忆懷怀態态慘惨慣惯憤愤懶懒戰战戲戏戶户撲扑執执擴扩掃扫揚扬換换搖摇損损擔担據据擇择" +
        "擊击擋挡擠挤擺摆敵敌數数斷断曆历會会殺杀權权條条極极構构槍枪標标樣样樹树橋桥檢检歐欧歡欢殘残毀毁毒毒決决沒没淚泪減减測测湯汤滅灭滿满潔洁瀏浏災灾爭争獨独獄狱現现環环" +
        "產产畫画異异療疗瘋疯癡痴盜盗監监盤盘瞞瞒確确碼码禮礼種种稱称穩稳窮穷競竞筆笔節节範范簡简糧粮純纯紅红級级紙纸細细終终組组結结給给統统經经緊紧線线練练總总織织續续罰罚羅罗" +
        "義义聯联職职膽胆腦脑臉脸腸肠藥药蘋苹蘭兰蟲虫補补裝装製制複复襲袭規规覺觉計计訂订認认討讨讓让記记許许訴诉詐诈評评詞词試试詳详該该誇夸語语誤误請请調调談谈論论證证識识譯译" +
        "護护豐丰貝贝負负財财貪贪販贩貼贴賀贺賓宾賤贱賺赚贊赞趕赶躍跃軍军軟软較较載载輕轻輛辆輩辈轉转農农邊边達达違违遠远適适選选遲迟鄉乡醜丑醫医釋释針针鈔钞鉤钩銀银銅铜銷销錯错" +
        "鍵键鎖锁鎮镇鐵铁鑽钻閉闭閒闲陰阴陳陈陸陆階阶際际隨随險险隱隐難难雲云霧雾靈灵靜静韓韩響响項项順顺須须預预領领頻频題题顏颜願愿類类顯显飲饮餅饼騎骑騷骚驗验驚惊鬆松鬥斗鬧闹鮮鲜麗丽麥麦黃黄黨党齊齐";

    private static readonly FrozenDictionary<char, char> Simplified = Pairs.Chunk(2).Where(pair => pair[0] != pair[1]).DistinctBy(pair => pair[0]).ToFrozenDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The letters and digits of a text, and nothing else: compatibility forms, capitals, accents and the commoner traditional characters levelled.</summary>
    public static string Fold(string text) => Folded.Of(text).Letters;

    /// <summary>Whether the text holds one of the words. A word of Latin letters or digits counts only where it stands for itself: "ass" is not in "pass".</summary>
    /// <param name="text">As the guest wrote it.</param>
    /// <param name="words">Blocked words, as a moderator wrote them.</param>
    public static bool Finds(string text, IReadOnlyList<string> words)
    {
        if (words.Count == 0) return false;
        Folded folded = Folded.Of(text);
        return words.Any(word => folded.Holds(Fold(word)));
    }

    private readonly record struct Folded(string Letters, IReadOnlyList<bool> GapBefore)
    {
        public static Folded Of(string text)
        {
            var letters = new StringBuilder(text.Length);
            List<bool> gaps = [];
            bool gap = true;
            foreach (Rune rune in Level(text).EnumerateRunes())
            {
                UnicodeCategory category = Rune.GetUnicodeCategory(rune);
                if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) continue;
                if (!Rune.IsLetterOrDigit(rune))
                {
                    gap = true;
                    continue;
                }
                string level = rune.IsBmp ? Simplified.GetValueOrDefault((char)rune.Value, (char)rune.Value).ToString() : rune.ToString();
                letters.Append(level);
                gaps.Add(gap);
                if (level.Length > 1) gaps.Add(false);
                gap = false;
            }
            return new(letters.ToString(), gaps);
        }

        public bool Holds(string word)
        {
            if (word.Length == 0) return false;
            bool latin = word.All(char.IsAsciiLetterOrDigit);
            for (int at = Letters.IndexOf(word, StringComparison.Ordinal); at >= 0; at = Letters.IndexOf(word, at + 1, StringComparison.Ordinal))
            {
                if (!latin || (Begins(at) && Begins(at + word.Length))) return true;
            }
            return false;
        }

        // Between two Latin letters without anything in between a word neither begins nor ends.
        private bool Begins(int at) =>
            at == 0 || at == Letters.Length || GapBefore[at] || !char.IsAsciiLetterOrDigit(Letters[at - 1]) || !char.IsAsciiLetterOrDigit(Letters[at]);

        // Compatibility decomposition takes full width, circles and accents apart; what is left of accents are marks.
        private static string Level(string text)
        {
            try
            {
                return text.Normalize(NormalizationForm.FormKD).ToLowerInvariant();
            }
            catch (ArgumentException)
            {
                return text.ToLowerInvariant(); // a lone surrogate: EnumerateRunes replaces it
            }
        }
    }
}
