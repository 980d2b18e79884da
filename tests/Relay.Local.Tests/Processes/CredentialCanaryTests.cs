using System.Text;

namespace Relay.Local.Tests.Processes;

/// <summary>Marked client secrets and tokens, servers that echo them, and a look at everything that is left behind.</summary>
public sealed class CredentialCanaryTests : IDisposable
{
    private const string ClientSecret = "canary-client-2d8e";
    private const string TokenText = "canary-token-2d8e";

    // The second of two accounts is asked when the first one gets no token.
    private static readonly string[] TokenAnswers =
    [
        RawUpstream.Json($$"""{"error":"invalid_grant","error_description":"{{ClientSecret}}"}""", "400 Bad"),
        RawUpstream.Json($$"""{"access_token":"{{TokenText}}","refresh_token":"{{TokenText}}-2","expires_in":3600}"""),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relay-canary-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = 60_000)]
    public async Task NoClientSecretOrToken_IsInOutput_Files_OrAnswers()
    {
        var asked = -1;
        await using var server = RawUpstream.Start((_, stream, token) =>
            stream.WriteAsync(Encoding.UTF8.GetBytes(TokenAnswers[Math.Min(Interlocked.Increment(ref asked), 1)]), token).AsTask());
        await using var upstream = RawUpstream.Start(RawUpstream.Json($$$"""{"error":{"message":"{{{TokenText}}}","code":"bad"}}""", "401 No"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "relay.json"),
            $$"""
            {"accounts":[{{Account("a", server, upstream, "one")}},{{Account("b", server, upstream, "two")}}],
             "models":[{"name":"m","targets":[{"account":"a"},{"account":"b","priority":1}]}]}
            """,
            TestContext.Current.CancellationToken);
        await using var relay = await RelayProcess.StartAsync(_folder.FullName, new Dictionary<string, string>
        {
            ["CANARY_CLIENT"] = ClientSecret,
            ["CANARY_REFRESH"] = ClientSecret + "-refresh",
            // The most talkative log there is.
            ["Logging__LogLevel__Default"] = "Trace",
        });

        var said = new StringBuilder();
        using (var client = relay.ClientOf(relay.RelayKey))
        {
            using var answer = await client.PostAsync(
                "/v1/chat/completions", new StringContent("""{"model":"m","messages":[]}"""), TestContext.Current.CancellationToken);
            Assert.Equal(503, (int)answer.StatusCode);
            said.AppendLine(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Contains(upstream.Requests, request => request.Contains($"Authorization: Bearer {TokenText}\r\n", StringComparison.Ordinal));
        using (var admin = relay.ClientOf(relay.AdminKey))
        {
            foreach (var path in new[] { "/api/secrets", "/api/calls?limit=10", "/api/config" })
                said.AppendLine(await admin.GetStringAsync(path, TestContext.Current.CancellationToken));
        }

        await relay.KillAsync();
        said.Append(relay.Output);
        foreach (var file in _folder.GetFiles("*", SearchOption.AllDirectories).Where(file => file.Name != "relay.json"))
            said.Append(File.ReadAllText(file.FullName, Encoding.Latin1));
        Assert.Contains("status 400 (invalid_grant)", said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(ClientSecret, said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(TokenText, said.ToString(), StringComparison.Ordinal);
    }

    private static string Account(string id, RawUpstream server, RawUpstream upstream, string scope) => $$"""
        {"id":"{{id}}","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","auth":"oauth2","token_url":"{{server.BaseUrl}}/token",
         "client_id":"relay","client_secret":"CANARY_CLIENT","refresh_token":"CANARY_REFRESH","scope":"{{scope}}"}
        """;
}
