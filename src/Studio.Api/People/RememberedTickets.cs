using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;

namespace Studio.Api.People;

/// <summary>
/// Opens a cookie once: a viewer who presses sends the same one again and again, and its decryption is the dearest part of a refused press. What is in it (until
/// when it is valid, whether its link still is) is checked at every request all the same.
/// </summary>
internal sealed class RememberedTickets(ISecureDataFormat<AuthenticationTicket> inner) : ISecureDataFormat<AuthenticationTicket>
{
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<string, AuthenticationTicket> _opened = new(StringComparer.Ordinal);

    public string Protect(AuthenticationTicket data) => inner.Protect(data);

    public string Protect(AuthenticationTicket data, string? purpose) => inner.Protect(data, purpose);

    public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, purpose: null);

    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
    {
        if (protectedText is null) return null;
        // A purpose is bound to a connection (token binding): such cookies are not remembered.
        if (!string.IsNullOrEmpty(purpose)) return inner.Unprotect(protectedText, purpose);
        if (_opened.TryGetValue(protectedText, out AuthenticationTicket? known)) return known;
        // Only real tickets are remembered, so guesses cannot fill the memory; and not for ever, so that real ones cannot either.
        if (inner.Unprotect(protectedText) is not { } ticket) return null;
        if (_opened.Count >= Most) _opened.Clear();
        return _opened[protectedText] = ticket;
    }
}
