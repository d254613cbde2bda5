import Testing

/// `swarmtop agents`: who is there, and what a task may ask them for.
@Suite struct AgentsTests {
    @Test func aPipeGetsEveryAgentWithAllItsSkills() throws {
        let folder = try TemporaryFolder()
        let run = try ProgramRun.run(["agents", "--data-dir", folder.path + "/data"])
        #expect(run.exit == .code(0), "\(run.errors)")
        #expect(
            run.output == """
                agent            reputation  tier       health   done  failed  model
                Marketing Agent         100  Competent  healthy     0       0  offline rules
                  marketing, content_creation, social_media, email_campaigns, seo
                Finance Agent           100  Competent  healthy     0       0  offline rules
                  finance, budgeting, forecasting, roi_analysis, cost_tracking
                Insights Agent          100  Competent  healthy     0       0  offline rules
                  analytics, data_analysis, reporting, kpi_tracking, dashboards
                Support Agent           100  Competent  healthy     0       0  offline rules
                  support, documentation, customer_service, troubleshooting, onboarding

                """)
        #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
}
