using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Relay.Local.Tests.Processes;

/// <summary>What a person gets from the command line.</summary>
public sealed class FirstRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relay-process-");

    [Fact(Timeout = 60_000)]
    public async Task TheFirstStart_PrintsKeysOnce_AndACurlLineThatWorksAsItStands()
    {
        await using (var relay = await RelayProcess.StartAsync(_folder.FullName))
        {
            Assert.StartsWith("sk-relay-", relay.AdminKey, StringComparison.Ordinal);
            Assert.StartsWith("sk-relay-", relay.RelayKey, StringComparison.Ordinal);
            var curl = relay.Output.Split('\n').Single(line => line.StartsWith("curl ", StringComparison.Ordinal));

            using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", "set -e; " + curl.Replace("curl ", "curl -sS --fail ", StringComparison.Ordinal)]) { RedirectStandardOutput = true })!;
            var answer = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

            using var json = JsonDocument.Parse(answer);
            Assert.NotEmpty(json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!);
        }

        await using var again = await RelayProcess.StartAsync(_folder.FullName);
        Assert.DoesNotContain("sk-relay-", again.Output, StringComparison.Ordinal);
        Assert.Contains("$RELAY_KEY", again.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task AFirstStartThatCannotListen_MakesNoKeys_SoThatTheNextOneShowsThem()
    {
        using (var other = new TcpListener(IPAddress.Loopback, 0))
        {
            other.Start();
            await using var relay = await RelayProcess.StartAsync(_folder.FullName, null, "--urls", $"http://{other.LocalEndpoint}");
            Assert.Equal(1, await relay.ExitAsync());
            Assert.Contains("Stop what listens there", relay.Output, StringComparison.Ordinal);
        }

        await using var next = await RelayProcess.StartAsync(_folder.FullName);
        using var admin = next.ClientOf(next.AdminKey);
        using var keys = JsonDocument.Parse(await admin.GetStringAsync("/api/keys", TestContext.Current.CancellationToken));
        Assert.Equal(["admin", "first"], keys.RootElement.GetProperty("data").EnumerateArray().Select(key => key.GetProperty("name").GetString()));
        using var client = next.ClientOf(next.RelayKey);
        Assert.Contains("sandbox", await client.GetStringAsync("/v1/models", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task ARelayAdminKeyThatIsNoKey_RefusesToStart_AndIsNotRepeated()
    {
        await using var relay = await RelayProcess.StartAsync(_folder.FullName, new Dictionary<string, string> { ["RELAY_ADMIN_KEY"] = "hunter2" });

        Assert.Equal(1, await relay.ExitAsync());
        Assert.Equal(
            $"RELAY_ADMIN_KEY is not the text of a key, which is sk-relay-{{12 of abcdefghjkmnpqrstuvwxyz23456789}}-{{64 of 0-9a-f}}.{Environment.NewLine}",
            relay.Output);
    }

    [Fact(Timeout = 60_000)]
    public async Task KeysAndRecords_SurviveARestart()
    {
        string key, admin, id;
        await using (var relay = await RelayProcess.StartAsync(_folder.FullName))
        {
            (key, admin) = (relay.RelayKey, relay.AdminKey);
            using var client = relay.ClientOf(key);
            using var response = await client.PostAsync("/v1/chat/completions",
                new StringContent("""{"model":"sandbox","messages":[{"role":"user","content":"Hello"}]}"""), TestContext.Current.CancellationToken);
            Assert.Equal(200, (int)response.StatusCode);
            id = response.Headers.GetValues("x-relay-call-id").Single();
            await relay.SignalAsync("INT");
            Assert.Equal(0, await relay.ExitAsync());
        }

        await using var again = await RelayProcess.StartAsync(_folder.FullName);
        using var adminClient = again.ClientOf(admin);
        var record = await adminClient.GetStringAsync($"/api/calls/{id}", TestContext.Current.CancellationToken);
        Assert.Contains("\"outcome\":\"completed\"", record, StringComparison.Ordinal);
        using var models = again.ClientOf(key);
        Assert.Contains("sandbox", await models.GetStringAsync("/v1/models", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task AnInvalidRelayJson_RefusesToStart_AndListsEveryError()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "relay.json"),
            """{"accounts":[{"id":"a","provider":"opnai"}],"unpriced":"maybe","limts":{}}""", TestContext.Current.CancellationToken);

        await using var relay = await RelayProcess.StartAsync(_folder.FullName);

        Assert.Equal(1, await relay.ExitAsync());
        Assert.Equal(
            """
            relay.json: $.accounts[0].provider names no provider that is known; did you mean openai?
            relay.json: $.unpriced must be allow, free or refuse
            relay.json: $.limts is not a known property; did you mean limits?

            """.ReplaceLineEndings(),
            relay.Output.Replace(_folder.FullName + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task ARelayJson_IsApplied_AgainOnlyWhenItHasChanged()
    {
        var file = Path.Combine(_folder.FullName, "relay.json");
        await File.WriteAllTextAsync(file, """{"unpriced":"free"}""", TestContext.Current.CancellationToken);
        string admin;
        await using (var relay = await RelayProcess.StartAsync(_folder.FullName))
        {
            admin = relay.AdminKey;
            Assert.Contains("Config      version 1, the file's, from now on", relay.Output, StringComparison.Ordinal);
            using var client = relay.ClientOf(admin);
            Assert.Equal("""{"unpriced":"free"}""", await client.GetStringAsync("/api/config", TestContext.Current.CancellationToken));
            using var put = new HttpRequestMessage(HttpMethod.Put, "/api/config") { Content = new StringContent("""{"unpriced":"refuse"}"""), Headers = { IfMatch = { new("\"1\"") } } };
            using var response = await client.SendAsync(put, TestContext.Current.CancellationToken);
            Assert.Equal(200, (int)response.StatusCode);
        }

        await using (var again = await RelayProcess.StartAsync(_folder.FullName))
        {
            Assert.Contains("Config      version 2; the file has not changed since it was applied", again.Output, StringComparison.Ordinal);
            using var client = again.ClientOf(admin);
            Assert.Equal("""{"unpriced":"refuse"}""", await client.GetStringAsync("/api/config", TestContext.Current.CancellationToken));
        }

        await File.WriteAllTextAsync(file, """{"unpriced":"allow"}""", TestContext.Current.CancellationToken);
        await using var third = await RelayProcess.StartAsync(_folder.FullName);
        using var last = third.ClientOf(admin);
        Assert.Equal("""{"unpriced":"allow"}""", await last.GetStringAsync("/api/config", TestContext.Current.CancellationToken));
        Assert.Equal("""{"unpriced":"free"}""", await last.GetStringAsync("/api/config?version=1", TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task AProvidersKeyInTheEnvironment_IsAnAccountAtOnce()
    {
        await using var relay = await RelayProcess.StartAsync(_folder.FullName, new Dictionary<string, string> { ["DEEPSEEK_API_KEY"] = "sk-none" });
        using var client = relay.ClientOf(relay.RelayKey);
        var models = await client.GetStringAsync("/v1/models", TestContext.Current.CancellationToken);
        Assert.Contains("\"id\":\"deepseek-chat\"", models, StringComparison.Ordinal);
        Assert.Contains("\"owned_by\":\"deepseek\"", models, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task AProvidersKeyInUserSecrets_IsAnAccountAtOnce()
    {
        // Where `dotnet user-secrets set` puts it: https://learn.microsoft.com/aspnet/core/security/app-secrets
        var folder = OperatingSystem.IsWindows()
            ? Path.Combine(_folder.FullName, "Microsoft", "UserSecrets", "relay-local")
            : Path.Combine(_folder.FullName, ".microsoft", "usersecrets", "relay-local");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "secrets.json"), """{"DEEPSEEK_API_KEY":"sk-none"}""", TestContext.Current.CancellationToken);

        await using var relay = await RelayProcess.StartAsync(
            _folder.FullName, new Dictionary<string, string> { [OperatingSystem.IsWindows() ? "APPDATA" : "HOME"] = _folder.FullName });

        using var client = relay.ClientOf(relay.RelayKey);
        var models = await client.GetStringAsync("/v1/models", TestContext.Current.CancellationToken);
        Assert.Contains("\"owned_by\":\"deepseek\"", models, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task ASecondRelayInTheSameFolder_IsRefusedInASentence()
    {
        await using var first = await RelayProcess.StartAsync(_folder.FullName);
        await using var second = await RelayProcess.StartAsync(_folder.FullName);
        Assert.Equal(1, await second.ExitAsync());
        Assert.Contains("is in use by process", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
