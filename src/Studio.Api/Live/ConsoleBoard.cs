using System.Collections.Immutable;

namespace Studio.Api.Live;

/// <summary>Which consoles of a session are open in this process, and whose they are. One person may have several.</summary>
internal sealed class ConsoleBoard
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _accounts = new(StringComparer.Ordinal);
    private ImmutableArray<string> _now = [];

    /// <summary>The accounts, each once, in alphabetical order.</summary>
    public IReadOnlyList<string> Now
    {
        get
        {
            lock (_gate) return _now;
        }
    }

    /// <summary>A console was opened; answers its account if it is that account's first, else null.</summary>
    public string? Joined(string connection, string account) => Change(account, () => _accounts[connection] = account);

    /// <summary>A connection is gone; answers its account if that was the account's last console, else null.</summary>
    public string? Left(string connection)
    {
        lock (_gate) return _accounts.TryGetValue(connection, out string? account) ? Change(account, () => _accounts.Remove(connection)) : null;
    }

    private string? Change(string account, Action change)
    {
        lock (_gate)
        {
            bool before = _now.Contains(account);
            change();
            _now = [.. _accounts.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            return before == _now.Contains(account) ? null : account;
        }
    }
}
