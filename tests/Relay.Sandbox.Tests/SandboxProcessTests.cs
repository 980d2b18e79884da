using System.Diagnostics;
using System.Net.Http.Headers;
using Relay.Sandbox.Tests.Running;

namespace Relay.Sandbox.Tests;

/// <summary>The program itself, as a process.</summary>
public class SandboxProcessTests
{
    [Fact(Timeout = 20_000)]
    public async Task TheProgram_SaysItsBaseUrl_AndAnswersThere()
    {
        using var process = Start("--urls", "http://127.0.0.1:0");
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith("The sandbox listens. Base URL http://127.0.0.1:", line, StringComparison.Ordinal);
            using var http = new HttpClient();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "any");

            using var response = await http.PostAsync(line!.Split(' ')[5].TrimEnd('.') + "/chat/completions",
                new StringContent(RunningSandbox.Asking("sandbox")), TestContext.Current.CancellationToken);

            Assert.Contains("Hi there", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
        }
    }

    [Theory(Timeout = 20_000)]
    [InlineData(0, "", "--help")]
    [InlineData(2, "'--port' is not understood; --help lists the options.\n", "--port")]
    [InlineData(1, "The sandbox cannot listen on http://localhost:0: ", "--urls=http://localhost:0")]
    public async Task TheProgram_EndsWithASentence_WhenItDoesNotListen(int exitCode, string error, params string[] args)
    {
        using var process = Start(args);

        var written = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(exitCode, process.ExitCode);
        Assert.StartsWith(error, written.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", written, StringComparison.Ordinal);
    }

    private static Process Start(params string[] args) => Process.Start(new ProcessStartInfo(
        "dotnet", [typeof(SandboxServer).Assembly.Location, .. args])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
