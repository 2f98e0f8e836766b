"""Pictures and pages: advice, guideline and case in, one self-contained HTML document out. Never decides, only shows.

``page.render`` makes the page of one case; ``style.sheet`` hands the shared design system to every other document.
"""
