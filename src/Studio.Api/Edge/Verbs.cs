namespace Studio.Api.Edge;

/// <summary>What the program does instead of serving, when its first argument is a verb.</summary>
internal static class Verbs
{
    /// <summary>The verb that was asked for; null: none, the studio is to run.</summary>
    public static Func<TextWriter, Task<int>>? Find(string[] args) => args switch
    {
        ["verify", .. var asked] => output => Keeping.VerifyCommand.RunAsync(asked, output),
        ["clip", .. var asked] => output => Clips.ClipCommand.RunAsync(asked, output),
        _ => null,
    };
}
