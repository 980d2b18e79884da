using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Relay.Storage;
using Relay.Storage.Embedded;
using static Relay.Tests.Storage.Embedded.StoreSteps;

namespace Relay.Tests.Storage.Embedded;

/// <summary>
/// This test program once more, as a process that can be killed: started with the variable set it runs no tests,
/// but writes rows 1, 2, 3, … and prints each when it is durable.
/// </summary>
internal static class StoreProcess
{
    private const string Variable = "RELAY_TESTS_WRITE_INTO";

    public static Process Start(string directory)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Run by "dotnet", the program is its argument; run by its own name, it needs none.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(StoreProcess).Assembly.Location);
        start.Environment[Variable] = directory;
        return Process.Start(start)!;
    }

    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } directory) return;

        // No continuation of this assembly may run on another thread: it would wait for this method to end.
        var store = EmbeddedTableStore.Open(directory, NullLogger<EmbeddedTableStore>.Instance);
        var n = 0L;
        for (var query = new TableQuery("p"); query is not null;)
        {
            var page = store.QueryAsync("rows", query, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            n += page.Rows.Count;
            query = page.Continuation is { } continuation ? query with { Continuation = continuation } : null;
        }

        while (true)
        {
            TableWrite[] writes = [TableWrite.Insert(Row((++n).ToString("d8", CultureInfo.InvariantCulture), n))];
            store.WriteAsync("rows", writes, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            Console.WriteLine(n.ToString(CultureInfo.InvariantCulture));
            Console.Out.Flush();
        }
    }
}
