using System.Collections.Frozen;
using MediaPipeline.Importing;
using Studio.Grains.Values;

namespace Studio.Api.Imports;

/// <summary>Why a file of the watched folder was refused, for whoever finds it in <c>refused/</c>: no page is open there. The same sentences as on the page.</summary>
internal static class ImportReasons
{
    private static readonly FrozenDictionary<string, (string Chinese, string English)> Sentences = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        [ImportCodes.Empty] = ("这个文件是空的。", "This file is empty."),
        [ImportCodes.TooLarge] = ("文件太大，超过设置的上限。", "The file is larger than the settings allow."),
        [ImportCodes.IsPlaylist] = ("这是播放列表或拼接脚本，不是录像。请导入录像文件本身。", "This is a playlist or a script, not a recording. Import the recording itself."),
        [ImportCodes.UnknownFormat] = ("认不出这个文件。请用 MP4、MOV、FLV、MKV、WebM 或 TS。", "The file is not recognised. Use MP4, MOV, FLV, MKV, WebM or TS."),
        [ImportCodes.Unreadable] = ("文件读不出来，可能已损坏。", "The file cannot be read; it may be damaged."),
        [ImportCodes.CutShort] = ("文件没有录完整（缺少索引），读不出来。请用录制软件的修复功能。", "The file was not finished (its index is missing). Repair it with the program that recorded it."),
        [ImportCodes.NoPictures] = ("文件里没有画面。", "There are no pictures in the file."),
        [ImportCodes.UnknownCodec] = ("画面或声音的编码不支持。请另存为 H.264 或 H.265，声音用 AAC。", "Its pictures or its sound are coded in a way that is not supported. Save it as H.264 or H.265 with AAC."),
        [ImportCodes.TooManyPixels] = ("画面太大，最大 8K。", "The pictures are too large; 8K at most."),
        [ImportCodes.TooManyStreams] = ("文件里的音轨或画面太多，最多 16 条。", "The file has too many tracks; 16 at most."),
        [ImportCodes.TooLong] = ("录像太长，最长 24 小时。", "The recording is too long; 24 hours at most."),
        [ImportCodes.FalseClaims] = ("文件自称的画面数不可能，已拒绝。", "The file claims a number of pictures that cannot be."),
        [ImportCodes.TooSlow] = ("检查这个文件用时太久，已放弃。", "Looking at the file took too long."),
        [ImportCodes.Damaged] = ("文件损坏太多，救不回来。", "Too much of the file is damaged."),
        [ImportProblems.UnsafeName] = ("文件名不合规（含路径、控制字符，或是链接）。请改名再放。", "The name is not safe (a path, control characters, or a link). Rename it and put it in again."),
        [RefusalCodes.NotFound] = ("没有这个场次。文件夹要用场次编号命名。", "There is no such session. The folder must be named by a session's id."),
        [RefusalCodes.DeletionConfirmed] = ("这一场的录像已确认删除。", "The recording of this session was deleted."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The text of a reason file: the code, and a sentence in both languages where there is one.</summary>
    public static string Of(string code) => Sentences.TryGetValue(code, out (string Chinese, string English) sentence) ? $"{code}\n{sentence.Chinese}\n{sentence.English}\n" : $"{code}\n";
}
