using Relay.Forwarding.Credentials;
using Relay.Storage;

namespace Relay.Tests.Forwarding.Credentials;

public sealed partial class OAuth2Tests
{
    [Theory]
    [InlineData(400, """{"error":"invalid_grant","error_description":"canary-token-51c2"}""", SecretFault.Refused, "status 400 (invalid_grant)")]
    [InlineData(401, """{"error":"invalid_client"}""", SecretFault.Refused, "status 401 (invalid_client)")]
    [InlineData(400, """{"error":"canary-token-51c2"}""", SecretFault.Refused, "status 400.")]
    [InlineData(400, "canary-token-51c2", SecretFault.Refused, "status 400.")]
    [InlineData(429, "", SecretFault.Throttled, "status 429.")]
    [InlineData(500, "{", SecretFault.Unreachable, "status 500.")]
    [InlineData(503, "[]", SecretFault.Unreachable, "status 503.")]
    [InlineData(302, "", SecretFault.Malformed, "status 302.")]
    [InlineData(200, "", SecretFault.Malformed, "no bearer token")]
    [InlineData(200, "<html>canary-token-51c2", SecretFault.Malformed, "no bearer token")]
    [InlineData(200, """{"access_token":""}""", SecretFault.Malformed, "no bearer token")]
    [InlineData(200, """{"access_token":"canary-token-51c2\r\nx: y"}""", SecretFault.Malformed, "no bearer token")]
    [InlineData(200, """{"access_token":"canary-token-51c2","expires_in":0}""", SecretFault.Malformed, "no bearer token")]
    public async Task WhatIsNoToken_IsNamed_AndNotQuoted(int status, string body, SecretFault fault, string said)
    {
        await using var server = await TokenServer.StartAsync((status, body));
        var credential = Credential(server);

        Assert.Null(await credential.GetAsync(Token));
        Assert.Equal(fault, credential.Fault);
        var line = Assert.Single(_log.Lines);
        Assert.Contains(said, line, StringComparison.Ordinal);
        Assert.DoesNotContain(Mark, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatWantsToBeLeftAlone_Is()
    {
        await using var server = await TokenServer.StartAsync(http =>
        {
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = "60";
            return Task.CompletedTask;
        });
        var credential = Credential(server);
        await credential.GetAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(59));
        await credential.GetAsync(Token);
        Assert.Single(server.Forms);
        _time.Advance(TimeSpan.FromSeconds(1));
        await credential.GetAsync(Token);
        Assert.Equal(2, server.Forms.Count);
    }

    [Fact]
    public async Task AHugeAnswer_IsNotRead()
    {
        await using var server = await TokenServer.StartAsync((200, Answer(new string('t', TokenClient.MaxAnswer))));

        Assert.Null(await Credential(server).GetAsync(Token));
        Assert.Contains("Malformed", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASilentServer_IsGivenUpAfterTenSeconds()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TokenServer.StartAsync(async http =>
        {
            asked.SetResult();
            var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var watch = http.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });
        var credential = Credential(server);
        var getting = credential.GetAsync(Token).AsTask();
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(getting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Null(await getting);
        Assert.Equal(SecretFault.Unreachable, credential.Fault);
    }

    [Fact]
    public async Task NoServer_IsUnreachable()
    {
        var server = await TokenServer.StartAsync((200, Answer("t1")));
        var credential = Credential(server);
        await server.DisposeAsync();

        Assert.Null(await credential.GetAsync(Token));
        Assert.Equal(SecretFault.Unreachable, credential.Fault);
    }

    [Fact]
    public async Task AMissingSecret_IsNamed_AndNothingIsSent()
    {
        await using var server = await TokenServer.StartAsync((200, Answer("t1")));
        var credential = Credential(server, auth => auth with { ClientSecret = "NOBODYS" });

        Assert.Null(await credential.GetAsync(Token));
        Assert.Equal(SecretFault.Missing, credential.Fault);
        Assert.Empty(server.Forms);
        Assert.Contains("The secret NOBODYS cannot be had", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }
}
