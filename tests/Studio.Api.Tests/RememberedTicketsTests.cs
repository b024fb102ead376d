using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Studio.Api.People;
using Xunit;

namespace Studio.Api.Tests;

public sealed class RememberedTicketsTests
{
    [Fact]
    public void A_cookie_is_opened_once_and_a_forged_one_is_refused_every_time()
    {
        var inner = new Counted();
        var tickets = new RememberedTickets(inner);
        string cookie = tickets.Protect(new AuthenticationTicket(new ClaimsPrincipal(), "guest"));
        Assert.Same(tickets.Unprotect(cookie), tickets.Unprotect(cookie, purpose: null));
        Assert.Equal(1, inner.Opened);
        Assert.Null(tickets.Unprotect("forged"));
        Assert.Null(tickets.Unprotect("forged"));
        Assert.Null(tickets.Unprotect(null));
        Assert.Equal(3, inner.Opened);
    }

    [Fact]
    public void A_cookie_under_another_purpose_is_another_cookie()
    {
        var inner = new Counted();
        var tickets = new RememberedTickets(inner);
        Assert.NotNull(tickets.Unprotect("sealed"));
        Assert.Null(tickets.Unprotect("sealed", "a connection"));
    }

    private sealed class Counted : ISecureDataFormat<AuthenticationTicket>
    {
        public int Opened { get; private set; }

        public string Protect(AuthenticationTicket data) => "sealed";

        public string Protect(AuthenticationTicket data, string? purpose) => "sealed";

        public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, null);

        public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
        {
            Opened++;
            return protectedText == "sealed" && purpose is null ? new AuthenticationTicket(new ClaimsPrincipal(), "guest") : null;
        }
    }
}
