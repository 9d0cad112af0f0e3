namespace SpeculativeDecoding.Embedded;

/// <summary>All routes of the server.</summary>
internal static class ServerRoutes
{
    public static Router Build(ServerContext server)
    {
        var router = new Router();
        new HealthRoutes(server).Map(router);
        new InfoRoutes(server).Map(router);
        router.Map("POST PUT", "/generate", RouteErrors.Native(new GenerateRoute(server).HandleAsync));
        new ControlRoutes(server).Map(router);
        new ModelRoutes(server).Map(router);
        new TokenizeRoutes(server).Map(router);
        new LoadRoutes(server).Map(router);
        router.Map("POST", "/v1/chat/completions", RouteErrors.OpenAi(new ChatRoute(server).HandleAsync));
        router.Map("POST", "/v1/completions", RouteErrors.OpenAi(new CompletionRoute(server).HandleAsync));
        return router;
    }
}
