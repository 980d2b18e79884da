using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Relay.Forwarding.Credentials;
using Relay.Storage;

namespace Relay.Tests.Forwarding.Credentials;

/// <summary>Refresh tokens that may be used once, in two processes that share a secret store.</summary>
public sealed partial class OAuth2Tests
{
    [Fact]
    public async Task TwoProcesses_UseEachRefreshTokenOnce_AndBothGoOn()
    {
        var used = new ConcurrentQueue<string>();
        await using var server = await TokenServer.StartAsync(http => OnceAsync(http, used, "first"));
        _secrets.Stored["REFRESH"] = "first";
        var (one, other) = (Process(server, out _), Process(server, out var kept));
        // The other one has it in memory already.
        await kept.GetAsync("REFRESH", Token);

        for (var i = 0; i < 3; i++)
        {
            Assert.NotNull(await one.GetAsync(Token));
            Assert.NotNull(await other.GetAsync(Token));
            _time.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal(["first", "next1", "next2", "next3", "next4", "next5"], used);
        Assert.Equal("next6", _secrets.Stored["REFRESH"]);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task ARefreshTokenThatAnotherUsesAtTheSameMoment_IsReadAgain()
    {
        var used = new ConcurrentQueue<string>(["first"]);
        await using var server = await TokenServer.StartAsync(http =>
        {
            // What the other process was given is stored while this one is being refused.
            _secrets.Stored["REFRESH"] = "next1";
            return OnceAsync(http, used, "next1");
        });
        _secrets.Stored["REFRESH"] = "first";

        Assert.NotNull(await Process(server, out _).GetAsync(Token));
        Assert.Equal(["first", "next1"], server.Forms.Select(form => form["refresh_token"]));
        Assert.Equal("next2", _secrets.Stored["REFRESH"]);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task ARefreshTokenThatCouldNotBeStored_IsStoredTheNextTime_ThoughItStaysTheSame()
    {
        await using var server = await TokenServer.StartAsync(
            (200, """{"access_token":"t1","expires_in":100,"refresh_token":"next"}"""), (200, Answer("t2")));
        var credential = Process(server, out var secrets);
        secrets.Failure = new(SecretFault.Unreachable, "The test lets it fail.");
        Assert.Equal("t1", await credential.GetAsync(Token));
        Assert.Equal(Mark + "-refresh", _secrets.Stored["REFRESH"]);

        secrets.Failure = null;
        _time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal("t2", await credential.GetAsync(Token));
        Assert.Equal("next", _secrets.Stored["REFRESH"]);
    }

    private IAccountCredential Process(TokenServer server, out Secrets secrets)
    {
        secrets = new(_secrets.Stored);
        return Credentials(secrets).Of(AccountOf("a", Auth(server) with { ClientSecret = null, RefreshToken = "REFRESH" }))!;
    }

    // Takes the current refresh token, once, and gives the next.
    private static Task OnceAsync(HttpContext http, ConcurrentQueue<string> used, string current)
    {
        var shown = http.Request.Form["refresh_token"].ToString();
        var isCurrent = !used.Contains(shown) && shown == (used.IsEmpty ? current : $"next{used.Count}");
        http.Response.StatusCode = isCurrent ? 200 : 400;
        http.Response.ContentType = "application/json";
        if (isCurrent) used.Enqueue(shown);
        return http.Response.WriteAsync(isCurrent
            ? $$"""{"access_token":"t{{used.Count}}","expires_in":3600,"refresh_token":"next{{used.Count}}"}"""
            : """{"error":"invalid_grant"}""");
    }
}
